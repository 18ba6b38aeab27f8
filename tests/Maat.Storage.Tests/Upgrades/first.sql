CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
CREATE TABLE "api_token" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_api_token" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "person_id" INTEGER NOT NULL,
    "project_id" INTEGER NULL,
    "role" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "last_used_at" INTEGER NULL
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
    "password_hash" TEXT NULL,
    "stamp" TEXT NOT NULL,
    "link_hash" TEXT NULL,
    "link_expires_at" INTEGER NULL,
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
CREATE UNIQUE INDEX "ix_api_token_hash" ON "api_token" ("hash");
CREATE INDEX "ix_api_token_person_id" ON "api_token" ("person_id");
CREATE INDEX "ix_api_token_project_id" ON "api_token" ("project_id");
CREATE UNIQUE INDEX "ix_application_project_id_name" ON "application" ("project_id", "name");
CREATE INDEX "ix_application_template_id" ON "application" ("template_id");
CREATE INDEX "ix_audit_actor_id" ON "audit" ("actor", "id");
CREATE INDEX "ix_audit_project_id_action_id" ON "audit" ("project_id", "action", "id");
CREATE INDEX "ix_audit_project_id_id" ON "audit" ("project_id", "id");
CREATE INDEX "ix_delayed_node_run_id" ON "delayed" ("node_run_id");
CREATE INDEX "ix_event_run_id_at" ON "event" ("run_id", "at");
CREATE INDEX "ix_held_node_run_id" ON "held" ("node_run_id");
CREATE INDEX "ix_lease_queue_id_kind" ON "lease" ("queue_id", "kind");
CREATE INDEX "ix_lease_worker_id" ON "lease" ("worker_id");
CREATE INDEX "ix_member_person_id" ON "member" ("person_id");
CREATE INDEX "ix_person_link_hash" ON "person" ("link_hash");
CREATE UNIQUE INDEX "ix_person_name" ON "person" ("name");
CREATE UNIQUE INDEX "ix_project_name" ON "project" ("name");
CREATE UNIQUE INDEX "ix_queue_name" ON "queue" ("name");
CREATE INDEX "ix_ready_node_run_id" ON "ready" ("node_run_id");
CREATE INDEX "ix_run_application_id_id" ON "run" ("application_id", "id");
CREATE INDEX "ix_run_application_id_state_kind" ON "run" ("application_id", "state", "kind");
CREATE INDEX "ix_run_project_id_ended_at_state" ON "run" ("project_id", "ended_at", "state");
CREATE INDEX "ix_run_project_id_id" ON "run" ("project_id", "id");
CREATE INDEX "ix_run_project_id_kind_id" ON "run" ("project_id", "kind", "id");
CREATE INDEX "ix_run_project_id_state_id" ON "run" ("project_id", "state", "id");
CREATE INDEX "ix_run_project_id_triggered_by_id" ON "run" ("project_id", "triggered_by", "id");
CREATE INDEX "ix_run_state_id" ON "run" ("state", "id");
CREATE INDEX "ix_schedule_application_id" ON "schedule" ("application_id");
CREATE INDEX "ix_schedule_queue_id_next_fire_at" ON "schedule" ("queue_id", "next_fire_at");
CREATE UNIQUE INDEX "ix_template_project_id_name" ON "template" ("project_id", "name");
CREATE INDEX "ix_worker_state" ON "worker" ("state");
INSERT INTO "api_token" ("id", "name", "hash", "person_id", "project_id", "role", "created_at", "expires_at", "last_used_at") VALUES (189, 'Name ''of'' "194" 表', 'Hash ''of'' "192" 表', 195, 196, 1, 1728000000000190, 1728000000000191, 1728000000000193);
INSERT INTO "api_token" ("id", "name", "hash", "person_id", "project_id", "role", "created_at", "expires_at", "last_used_at") VALUES (198, 'Name ''of'' "202" 表', 'Hash ''of'' "201" 表', 203, NULL, 0, 1728000000000199, 1728000000000200, NULL);
INSERT INTO "application" ("id", "project_id", "name", "description", "template_id", "version", "follows", "values", "queue_id", "max_active_runs", "enabled", "tags", "created_at", "revision") VALUES (101, 108, 'Name ''of'' "107" 表', 'Description ''of'' "103" 表', 112, 114, 0, 'Values ''of'' "113" 表', 109, 106, 1, 'Tags ''of'' "111" 表', 1728000000000102, 110);
INSERT INTO "application" ("id", "project_id", "name", "description", "template_id", "version", "follows", "values", "queue_id", "max_active_runs", "enabled", "tags", "created_at", "revision") VALUES (115, 122, 'Name ''of'' "121" 表', 'Description ''of'' "117" 表', 126, 128, 0, 'Values ''of'' "127" 表', 123, 120, 1, 'Tags ''of'' "125" 表', 1728000000000116, 124);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (281, 282, 283, 1, 'Reason ''of'' "289" 表', 285, 291, 1728000000000290, 1728000000000284, 286, 0);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (292, 293, 294, 4, NULL, NULL, 300, 1728000000000299, 1728000000000295, 296, 0);
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (205, 1728000000000208, 'Actor ''of'' "207" 表', 'Action ''of'' "206" 表', 210, 'Subject ''of'' "211" 表', 'Detail ''of'' "209" 表');
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (212, 1728000000000215, 'Actor ''of'' "214" 表', 'Action ''of'' "213" 表', NULL, 'Subject ''of'' "217" 表', 'Detail ''of'' "216" 表');
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (301, 1728000000000303, 304, 2, 305);
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (306, 1728000000000308, 309, 1, 310);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (165, 166, 173, 170, 172, 169, 168, 6, 'Reason ''of'' "171" 表', 1728000000000167);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (175, 176, 181, NULL, 180, 179, 178, 0, NULL, 1728000000000177);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (183, 'Process ''of'' "184" 表', 1728000000000185);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (186, 'Process ''of'' "187" 表', 1728000000000188);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "reason", "decided_at") VALUES (129, 1728000000000130, 1728000000000136, 131, 1, 135, 'Reason ''of'' "134" 表', 1728000000000132);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "reason", "decided_at") VALUES (137, 1728000000000138, NULL, 139, 1, NULL, NULL, 1728000000000140);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 312, 313, 314, 316, 315);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 318, 319, 320, 322, 321);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (323, 325, 324, 330, 327, 0, 1728000000000328, 0);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (331, 333, 332, 338, 335, 0, 1728000000000336, 0);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (218, 219, 1, 220);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (222, 223, 1, 224);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (339, 3, 0, 340, 341, 349, 347, 356, 346, 357, 354, 345, 348, 'Choice ''of'' "343" 表', 350, 'Resume ''of'' "353" 表', 'Pending ''of'' "351" 表', 'Reason ''of'' "352" 表', 1728000000000342);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (358, 11, 2, 359, 360, 367, 365, 371, 364, 372, 369, 363, 366, NULL, 368, NULL, NULL, NULL, 1728000000000361);
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (373, 374, 'Name ''of'' "375" 表', 'Value ''of'' "376" 表');
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (377, 378, 'Name ''of'' "379" 表', 'Value ''of'' "380" 表');
INSERT INTO "person" ("id", "name", "is_administrator", "password_hash", "stamp", "link_hash", "link_expires_at", "disabled", "created_at", "revision") VALUES (226, 'Name ''of'' "232" 表', 0, 'PasswordHash ''of'' "233" 表', 'Stamp ''of'' "235" 表', 'LinkHash ''of'' "231" 表', 1728000000000230, 1, 1728000000000227, 234);
INSERT INTO "person" ("id", "name", "is_administrator", "password_hash", "stamp", "link_hash", "link_expires_at", "disabled", "created_at", "revision") VALUES (236, 'Name ''of'' "240" 表', 0, NULL, 'Stamp ''of'' "242" 表', NULL, NULL, 1, 1728000000000237, 241);
INSERT INTO "project" ("id", "name", "description", "zone", "created_at", "revision") VALUES (243, 'Name ''of'' "246" 表', 'Description ''of'' "245" 表', 'Zone ''of'' "248" 表', 1728000000000244, 247);
INSERT INTO "project" ("id", "name", "description", "zone", "created_at", "revision") VALUES (249, 'Name ''of'' "252" 表', 'Description ''of'' "251" 表', 'Zone ''of'' "254" 表', 1728000000000250, 253);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (1, 'default', NULL, 0, 0);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (255, 'Name ''of'' "257" 表', 256, 1, 259);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (260, 'Name ''of'' "261" 表', NULL, 1, 263);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (381, 382, 383, 385, 384);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (386, 387, 388, 390, 389);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (391, 392, 1, 'Actor ''of'' "393" 表', 1, 396, 1728000000000394);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (398, 399, 0, 'Actor ''of'' "400" 表', 12, 403, 1728000000000401);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (413, 422, 414, 428, 431, 0, 1728000000000425, 'Zone ''of'' "432" 表', 'Values ''of'' "430" 表', 423, 'TriggeredBy ''of'' "429" 表', 1, 421, 415, 419, 424, 1, 1728000000000417, 1728000000000426, 1728000000000418);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (433, 441, 434, 446, 449, 1, 1728000000000444, 'Zone ''of'' "450" 表', 'Values ''of'' "448" 表', 442, 'TriggeredBy ''of'' "447" 表', 1, 440, 435, 438, 443, 1, 1728000000000437, NULL, NULL);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (405, 'Key ''of'' "406" 表', 408, 1728000000000407);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (409, 'Key ''of'' "410" 表', 412, 1728000000000411);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (451, 1728000000000452, 453);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (454, 1728000000000455, 456);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (142, 143, 151, 'Crontab ''of'' "144" 表', 'Zone ''of'' "154" 表', 1728000000000153, 1728000000000146, 1, 0, 1728000000000149, 1728000000000147, 0, 152);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (155, 156, 162, 'Crontab ''of'' "157" 表', 'Zone ''of'' "164" 表', NULL, NULL, 1, 1, NULL, 1728000000000159, 1, 163);
INSERT INTO "template" ("id", "project_id", "name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (457, 464, 'Name ''of'' "463" 表', 'Draft ''of'' "459" 表', 462, 1728000000000458, 1728000000000460, 'EditedBy ''of'' "461" 表', 465);
INSERT INTO "template" ("id", "project_id", "name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (466, 473, 'Name ''of'' "472" 表', 'Draft ''of'' "468" 表', 471, 1728000000000467, 1728000000000469, 'EditedBy ''of'' "470" 表', 474);
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (475, 476, 'Document ''of'' "478" 表', 'Comment ''of'' "477" 表', 1728000000000479, 'PublishedBy ''of'' "480" 表');
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (481, 482, 'Document ''of'' "484" 表', 'Comment ''of'' "483" 表', 1728000000000485, 'PublishedBy ''of'' "486" 表');
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (264, 'Name ''of'' "268" 表', 265, 267, 2, 270, 'Queues ''of'' "269" 表', 1728000000000271, 1728000000000266);
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (273, 'Name ''of'' "276" 表', 274, 275, 1, 278, 'Queues ''of'' "277" 表', 1728000000000279, NULL);
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261122181312_First', '10.0.14');
