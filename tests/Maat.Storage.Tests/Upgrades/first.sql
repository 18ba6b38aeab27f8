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
    "reason" TEXT NULL,
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
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (260, 261, 262, 1, 'Reason ''of'' "268" 表', 264, 270, 1728000000000269, 1728000000000263, 265, 1);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (271, 272, 273, 4, NULL, NULL, 279, 1728000000000278, 1728000000000274, 275, 1);
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (189, 1728000000000192, 'Actor ''of'' "191" 表', 'Action ''of'' "190" 表', 194, 'Subject ''of'' "195" 表', 'Detail ''of'' "193" 表');
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (196, 1728000000000199, 'Actor ''of'' "198" 表', 'Action ''of'' "197" 表', NULL, 'Subject ''of'' "201" 表', 'Detail ''of'' "200" 表');
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (280, 1728000000000282, 283, 2, 284);
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (285, 1728000000000287, 288, 1, 289);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (165, 166, 173, 170, 172, 169, 168, 6, 'Reason ''of'' "171" 表', 1728000000000167);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (175, 176, 181, NULL, 180, 179, 178, 0, NULL, 1728000000000177);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (183, 'Process ''of'' "184" 表', 1728000000000185);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (186, 'Process ''of'' "187" 表', 1728000000000188);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "reason", "decided_at") VALUES (129, 1728000000000130, 1728000000000136, 131, 1, 135, 'Reason ''of'' "134" 表', 1728000000000132);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "reason", "decided_at") VALUES (137, 1728000000000138, NULL, 139, 1, NULL, NULL, 1728000000000140);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 291, 292, 293, 295, 294);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 297, 298, 299, 301, 300);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (302, 304, 303, 309, 306, 1, 1728000000000307, 1);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (310, 312, 311, 317, 314, 1, 1728000000000315, 1);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (202, 203, 1, 204);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (206, 207, 1, 208);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (318, 4, 3, 319, 320, 328, 326, 335, 325, 336, 333, 324, 327, 'Choice ''of'' "322" 表', 329, 'Resume ''of'' "332" 表', 'Pending ''of'' "330" 表', 'Reason ''of'' "331" 表', 1728000000000321);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (337, 12, 1, 338, 339, 346, 344, 350, 343, 351, 348, 342, 345, NULL, 347, NULL, NULL, NULL, 1728000000000340);
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (352, 353, 'Name ''of'' "354" 表', 'Value ''of'' "355" 表');
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (356, 357, 'Name ''of'' "358" 表', 'Value ''of'' "359" 表');
INSERT INTO "person" ("id", "name", "is_administrator", "disabled", "created_at", "revision") VALUES (210, 'Name ''of'' "214" 表', 0, 1, 1728000000000211, 215);
INSERT INTO "person" ("id", "name", "is_administrator", "disabled", "created_at", "revision") VALUES (216, 'Name ''of'' "220" 表', 0, 1, 1728000000000217, 221);
INSERT INTO "project" ("id", "name", "description", "zone", "created_at", "revision") VALUES (222, 'Name ''of'' "225" 表', 'Description ''of'' "224" 表', 'Zone ''of'' "227" 表', 1728000000000223, 226);
INSERT INTO "project" ("id", "name", "description", "zone", "created_at", "revision") VALUES (228, 'Name ''of'' "231" 表', 'Description ''of'' "230" 表', 'Zone ''of'' "233" 表', 1728000000000229, 232);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (1, 'default', NULL, 0, 0);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (234, 'Name ''of'' "236" 表', 235, 0, 238);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (239, 'Name ''of'' "240" 表', NULL, 0, 242);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (360, 361, 362, 364, 363);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (365, 366, 367, 369, 368);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (370, 371, 0, 'Actor ''of'' "372" 表', 2, 375, 1728000000000373);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (377, 378, 1, 'Actor ''of'' "379" 表', 13, 382, 1728000000000380);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (392, 401, 393, 407, 410, 0, 1728000000000404, 'Zone ''of'' "411" 表', 'Values ''of'' "409" 表', 402, 'TriggeredBy ''of'' "408" 表', 11, 400, 394, 398, 403, 0, 1728000000000396, 1728000000000405, 1728000000000397);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (412, 420, 413, 425, 428, 1, 1728000000000423, 'Zone ''of'' "429" 表', 'Values ''of'' "427" 表', 421, 'TriggeredBy ''of'' "426" 表', 11, 419, 414, 417, 422, 0, 1728000000000416, NULL, NULL);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (384, 'Key ''of'' "385" 表', 387, 1728000000000386);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (388, 'Key ''of'' "389" 表', 391, 1728000000000390);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (430, 1728000000000431, 432);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (433, 1728000000000434, 435);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (142, 143, 151, 'Crontab ''of'' "144" 表', 'Zone ''of'' "154" 表', 1728000000000153, 1728000000000146, 1, 0, 1728000000000149, 1728000000000147, 0, 152);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (155, 156, 162, 'Crontab ''of'' "157" 表', 'Zone ''of'' "164" 表', NULL, NULL, 1, 1, NULL, 1728000000000159, 1, 163);
INSERT INTO "template" ("id", "project_id", "name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (436, 443, 'Name ''of'' "442" 表', 'Draft ''of'' "438" 表', 441, 1728000000000437, 1728000000000439, 'EditedBy ''of'' "440" 表', 444);
INSERT INTO "template" ("id", "project_id", "name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (445, 452, 'Name ''of'' "451" 表', 'Draft ''of'' "447" 表', 450, 1728000000000446, 1728000000000448, 'EditedBy ''of'' "449" 表', 453);
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (454, 455, 'Document ''of'' "457" 表', 'Comment ''of'' "456" 表', 1728000000000458, 'PublishedBy ''of'' "459" 表');
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (460, 461, 'Document ''of'' "463" 表', 'Comment ''of'' "462" 表', 1728000000000464, 'PublishedBy ''of'' "465" 表');
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (243, 'Name ''of'' "247" 表', 244, 246, 2, 249, 'Queues ''of'' "248" 表', 1728000000000250, 1728000000000245);
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (252, 'Name ''of'' "255" 表', 253, 254, 1, 257, 'Queues ''of'' "256" 表', 1728000000000258, NULL);
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261122163812_First', '10.0.14');
