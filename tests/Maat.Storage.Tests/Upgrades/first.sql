CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
CREATE TABLE "application" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_application" PRIMARY KEY AUTOINCREMENT,
    "project_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "template_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "follows" INTEGER NOT NULL,
    "values" TEXT NOT NULL,
    "queue_id" INTEGER NOT NULL,
    "max_active_runs" INTEGER NOT NULL,
    "enabled" INTEGER NOT NULL,
    "tags" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL
);
CREATE TABLE "attempt" (
    "node_run_id" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "outcome" INTEGER NOT NULL,
    "reason" TEXT NULL,
    "exit_code" INTEGER NULL,
    "worker_id" INTEGER NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NOT NULL,
    "log_bytes" INTEGER NOT NULL,
    "log_cut" INTEGER NOT NULL,
    CONSTRAINT "PK_attempt" PRIMARY KEY ("node_run_id", "attempt", "fence")
);
CREATE TABLE "audit" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_audit" PRIMARY KEY AUTOINCREMENT,
    "at" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "project_id" INTEGER NULL,
    "subject" TEXT NOT NULL,
    "detail" TEXT NOT NULL
);
CREATE TABLE "delayed" (
    "queue_id" INTEGER NOT NULL,
    "due_at" INTEGER NOT NULL,
    "node_run_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    CONSTRAINT "PK_delayed" PRIMARY KEY ("queue_id", "kind", "due_at", "node_run_id")
);
CREATE TABLE "event" (
    "writer_id" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "ordinal" INTEGER NULL,
    "round" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "reason" TEXT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_event" PRIMARY KEY ("writer_id", "sequence")
);
CREATE TABLE "event_writer" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_event_writer" PRIMARY KEY AUTOINCREMENT,
    "process" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL
);
CREATE TABLE "firing" (
    "schedule_id" INTEGER NOT NULL,
    "due_at" INTEGER NOT NULL,
    "until" INTEGER NULL,
    "count" INTEGER NOT NULL,
    "fate" INTEGER NOT NULL,
    "run_id" INTEGER NULL,
    "decided_at" INTEGER NOT NULL,
    CONSTRAINT "PK_firing" PRIMARY KEY ("schedule_id", "due_at")
);
CREATE TABLE "held" (
    "kind" INTEGER NOT NULL,
    "hold_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "node_run_id" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    CONSTRAINT "PK_held" PRIMARY KEY ("kind", "hold_id", "position", "node_run_id")
);
CREATE TABLE "lease" (
    "node_run_id" INTEGER NOT NULL CONSTRAINT "PK_lease" PRIMARY KEY,
    "fence" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "worker_id" INTEGER NOT NULL,
    "queue_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "started_at" INTEGER NOT NULL,
    "stop_requested" INTEGER NOT NULL
);
CREATE TABLE "member" (
    "project_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "role" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "PK_member" PRIMARY KEY ("project_id", "person_id")
);
CREATE TABLE "node_run" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_node_run" PRIMARY KEY,
    "state" INTEGER NOT NULL,
    "decision" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "attempt_base" INTEGER NOT NULL,
    "losses" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "succeeded" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "upstream_failed" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "excluded" INTEGER NOT NULL,
    "gates" INTEGER NOT NULL,
    "choice" TEXT NULL,
    "output_fence" INTEGER NOT NULL,
    "resume" TEXT NULL,
    "pending" TEXT NULL,
    "reason" TEXT NULL,
    "changed_at" INTEGER NOT NULL
);
CREATE TABLE "output" (
    "node_run_id" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    CONSTRAINT "PK_output" PRIMARY KEY ("node_run_id", "fence", "name")
);
CREATE TABLE "person" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_person" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "is_administrator" INTEGER NOT NULL,
    "disabled" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL
);
CREATE TABLE "project" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_project" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL
);
CREATE TABLE "queue" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_queue" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "max_running" INTEGER NULL,
    "paused" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL
);
CREATE TABLE "ready" (
    "queue_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "node_run_id" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    CONSTRAINT "PK_ready" PRIMARY KEY ("queue_id", "position", "node_run_id")
);
CREATE TABLE "reset" (
    "node_run_id" INTEGER NOT NULL,
    "round" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "previous_state" INTEGER NOT NULL,
    "previous_attempt" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_reset" PRIMARY KEY ("node_run_id", "round")
);
CREATE TABLE "run" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_run" PRIMARY KEY AUTOINCREMENT,
    "project_id" INTEGER NOT NULL,
    "application_id" INTEGER NOT NULL,
    "template_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "scheduled_at" INTEGER NOT NULL,
    "zone" TEXT NOT NULL,
    "values" TEXT NOT NULL,
    "queue_id" INTEGER NOT NULL,
    "triggered_by" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "open" INTEGER NOT NULL,
    "bad_leaves" INTEGER NOT NULL,
    "fair_at" INTEGER NOT NULL,
    "round" INTEGER NOT NULL,
    "cancel_requested" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "ended_at" INTEGER NULL
);
CREATE TABLE "run_key" (
    "application_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_run_key" PRIMARY KEY ("application_id", "key")
);
CREATE TABLE "run_wait" (
    "application_id" INTEGER NOT NULL,
    "scheduled_at" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    CONSTRAINT "PK_run_wait" PRIMARY KEY ("application_id", "scheduled_at", "run_id")
);
CREATE TABLE "schedule" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_schedule" PRIMARY KEY AUTOINCREMENT,
    "application_id" INTEGER NOT NULL,
    "queue_id" INTEGER NOT NULL,
    "crontab" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "starts_at" INTEGER NULL,
    "ends_at" INTEGER NULL,
    "missed" INTEGER NOT NULL,
    "overlap" INTEGER NOT NULL,
    "next_fire_at" INTEGER NULL,
    "last_decided" INTEGER NOT NULL,
    "enabled" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL
);
CREATE TABLE "template" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_template" PRIMARY KEY AUTOINCREMENT,
    "project_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "latest_version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "edited_at" INTEGER NOT NULL,
    "edited_by" TEXT NOT NULL,
    "revision" INTEGER NOT NULL
);
CREATE TABLE "template_version" (
    "template_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "document" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "published_at" INTEGER NOT NULL,
    "published_by" TEXT NOT NULL,
    CONSTRAINT "PK_template_version" PRIMARY KEY ("template_id", "number")
);
CREATE TABLE "worker" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_worker" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "beat" INTEGER NOT NULL,
    "lease_milliseconds" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "slots" INTEGER NOT NULL,
    "queues" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL
);
CREATE UNIQUE INDEX "ix_application_project_id_name" ON "application" ("project_id", "name");
CREATE INDEX "ix_application_template_id" ON "application" ("template_id");
CREATE INDEX "ix_audit_project_id_id" ON "audit" ("project_id", "id");
CREATE INDEX "ix_delayed_node_run_id" ON "delayed" ("node_run_id");
CREATE INDEX "ix_event_run_id_at" ON "event" ("run_id", "at");
CREATE INDEX "ix_held_node_run_id" ON "held" ("node_run_id");
CREATE INDEX "ix_lease_queue_id_kind" ON "lease" ("queue_id", "kind");
CREATE INDEX "ix_lease_worker_id" ON "lease" ("worker_id");
CREATE INDEX "ix_member_person_id" ON "member" ("person_id");
CREATE UNIQUE INDEX "ix_person_name" ON "person" ("name");
CREATE UNIQUE INDEX "ix_project_name" ON "project" ("name");
CREATE UNIQUE INDEX "ix_queue_name" ON "queue" ("name");
CREATE INDEX "ix_ready_node_run_id" ON "ready" ("node_run_id");
CREATE INDEX "ix_run_application_id_id" ON "run" ("application_id", "id");
CREATE INDEX "ix_run_application_id_state_kind" ON "run" ("application_id", "state", "kind");
CREATE INDEX "ix_run_project_id_id" ON "run" ("project_id", "id");
CREATE INDEX "ix_run_state_id" ON "run" ("state", "id");
CREATE INDEX "ix_schedule_application_id" ON "schedule" ("application_id");
CREATE INDEX "ix_schedule_queue_id_next_fire_at" ON "schedule" ("queue_id", "next_fire_at");
CREATE UNIQUE INDEX "ix_template_project_id_name" ON "template" ("project_id", "name");
CREATE INDEX "ix_worker_state" ON "worker" ("state");
INSERT INTO "application" ("id", "project_id", "name", "description", "template_id", "version", "follows", "values", "queue_id", "max_active_runs", "enabled", "tags", "created_at", "revision") VALUES (101, 108, 'Name ''of'' "107" 表', 'Description ''of'' "103" 表', 112, 114, 0, 'Values ''of'' "113" 表', 109, 106, 1, 'Tags ''of'' "111" 表', 1728000000000102, 110);
INSERT INTO "application" ("id", "project_id", "name", "description", "template_id", "version", "follows", "values", "queue_id", "max_active_runs", "enabled", "tags", "created_at", "revision") VALUES (115, 122, 'Name ''of'' "121" 表', 'Description ''of'' "117" 表', 126, 128, 0, 'Values ''of'' "127" 表', 123, 120, 1, 'Tags ''of'' "125" 表', 1728000000000116, 124);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (259, 260, 261, 0, 'Reason ''of'' "267" 表', 263, 269, 1728000000000268, 1728000000000262, 264, 0);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (270, 271, 272, 3, NULL, NULL, 278, 1728000000000277, 1728000000000273, 274, 0);
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (188, 1728000000000191, 'Actor ''of'' "190" 表', 'Action ''of'' "189" 表', 193, 'Subject ''of'' "194" 表', 'Detail ''of'' "192" 表');
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (195, 1728000000000198, 'Actor ''of'' "197" 表', 'Action ''of'' "196" 表', NULL, 'Subject ''of'' "200" 表', 'Detail ''of'' "199" 表');
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (279, 1728000000000281, 282, 1, 283);
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (284, 1728000000000286, 287, 0, 288);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (164, 165, 172, 169, 171, 168, 167, 5, 'Reason ''of'' "170" 表', 1728000000000166);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (174, 175, 180, NULL, 179, 178, 177, 13, NULL, 1728000000000176);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (182, 'Process ''of'' "183" 表', 1728000000000184);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (185, 'Process ''of'' "186" 表', 1728000000000187);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "decided_at") VALUES (129, 1728000000000130, 1728000000000135, 131, 1, 134, 1728000000000132);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "decided_at") VALUES (136, 1728000000000137, NULL, 138, 0, NULL, 1728000000000139);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 290, 291, 292, 294, 293);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 296, 297, 298, 300, 299);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (301, 303, 302, 308, 305, 0, 1728000000000306, 0);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (309, 311, 310, 316, 313, 0, 1728000000000314, 0);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (201, 202, 0, 203);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (205, 206, 0, 207);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (317, 3, 2, 318, 319, 327, 325, 334, 324, 335, 332, 323, 326, 'Choice ''of'' "321" 表', 328, 'Resume ''of'' "331" 表', 'Pending ''of'' "329" 表', 'Reason ''of'' "330" 表', 1728000000000320);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (336, 11, 0, 337, 338, 345, 343, 349, 342, 350, 347, 341, 344, NULL, 346, NULL, NULL, NULL, 1728000000000339);
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (351, 352, 'Name ''of'' "353" 表', 'Value ''of'' "354" 表');
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (355, 356, 'Name ''of'' "357" 表', 'Value ''of'' "358" 表');
INSERT INTO "person" ("id", "name", "is_administrator", "disabled", "created_at", "revision") VALUES (209, 'Name ''of'' "213" 表', 1, 0, 1728000000000210, 214);
INSERT INTO "person" ("id", "name", "is_administrator", "disabled", "created_at", "revision") VALUES (215, 'Name ''of'' "219" 表', 1, 0, 1728000000000216, 220);
INSERT INTO "project" ("id", "name", "description", "zone", "created_at", "revision") VALUES (221, 'Name ''of'' "224" 表', 'Description ''of'' "223" 表', 'Zone ''of'' "226" 表', 1728000000000222, 225);
INSERT INTO "project" ("id", "name", "description", "zone", "created_at", "revision") VALUES (227, 'Name ''of'' "230" 表', 'Description ''of'' "229" 表', 'Zone ''of'' "232" 表', 1728000000000228, 231);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (1, 'default', NULL, 0, 0);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (233, 'Name ''of'' "235" 表', 234, 1, 237);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (238, 'Name ''of'' "239" 表', NULL, 1, 241);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (359, 360, 361, 363, 362);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (364, 365, 366, 368, 367);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (369, 370, 1, 'Actor ''of'' "371" 表', 1, 374, 1728000000000372);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (376, 377, 0, 'Actor ''of'' "378" 表', 12, 381, 1728000000000379);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (391, 400, 392, 406, 409, 2, 1728000000000403, 'Zone ''of'' "410" 表', 'Values ''of'' "408" 表', 401, 'TriggeredBy ''of'' "407" 表', 10, 399, 393, 397, 402, 1, 1728000000000395, 1728000000000404, 1728000000000396);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (411, 419, 412, 424, 427, 0, 1728000000000422, 'Zone ''of'' "428" 表', 'Values ''of'' "426" 表', 420, 'TriggeredBy ''of'' "425" 表', 10, 418, 413, 416, 421, 1, 1728000000000415, NULL, NULL);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (383, 'Key ''of'' "384" 表', 386, 1728000000000385);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (387, 'Key ''of'' "388" 表', 390, 1728000000000389);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (429, 1728000000000430, 431);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (432, 1728000000000433, 434);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (141, 142, 150, 'Crontab ''of'' "143" 表', 'Zone ''of'' "153" 表', 1728000000000152, 1728000000000145, 0, 1, 1728000000000148, 1728000000000146, 1, 151);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (154, 155, 161, 'Crontab ''of'' "156" 表', 'Zone ''of'' "163" 表', NULL, NULL, 0, 0, NULL, 1728000000000158, 0, 162);
INSERT INTO "template" ("id", "project_id", "name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (435, 442, 'Name ''of'' "441" 表', 'Draft ''of'' "437" 表', 440, 1728000000000436, 1728000000000438, 'EditedBy ''of'' "439" 表', 443);
INSERT INTO "template" ("id", "project_id", "name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (444, 451, 'Name ''of'' "450" 表', 'Draft ''of'' "446" 表', 449, 1728000000000445, 1728000000000447, 'EditedBy ''of'' "448" 表', 452);
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (453, 454, 'Document ''of'' "456" 表', 'Comment ''of'' "455" 表', 1728000000000457, 'PublishedBy ''of'' "458" 表');
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (459, 460, 'Document ''of'' "462" 表', 'Comment ''of'' "461" 表', 1728000000000463, 'PublishedBy ''of'' "464" 表');
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (242, 'Name ''of'' "246" 表', 243, 245, 1, 248, 'Queues ''of'' "247" 表', 1728000000000249, 1728000000000244);
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (251, 'Name ''of'' "254" 表', 252, 253, 0, 256, 'Queues ''of'' "255" 表', 1728000000000257, NULL);
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261122133840_First', '10.0.14');
