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
    "folded_name" TEXT NOT NULL,
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
CREATE TABLE "draft_page" (
    "template_id" INTEGER NOT NULL,
    "page" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "seen_at" INTEGER NOT NULL,
    CONSTRAINT "PK_draft_page" PRIMARY KEY ("template_id", "page", "person")
);
CREATE TABLE "ended_session" (
    "id" TEXT NOT NULL CONSTRAINT "PK_ended_session" PRIMARY KEY,
    "ended_at" INTEGER NOT NULL
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
    "folded_name" TEXT NOT NULL,
    "is_administrator" INTEGER NOT NULL,
    "password_hash" TEXT NULL,
    "stamp" TEXT NOT NULL,
    "link_hash" TEXT NULL,
    "link_expires_at" INTEGER NULL,
    "disabled" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL
);
CREATE TABLE "process" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_process" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "roles" TEXT NOT NULL,
    "queues" TEXT NOT NULL,
    "address" TEXT NULL,
    "version" TEXT NOT NULL,
    "beat" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL
);
CREATE TABLE "project" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_project" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "folded_name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL
);
CREATE TABLE "protection_key" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_protection_key" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "xml" TEXT NOT NULL
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
CREATE TABLE "sign_in_code" (
    "hash" TEXT NOT NULL CONSTRAINT "PK_sign_in_code" PRIMARY KEY,
    "expires_at" INTEGER NOT NULL
);
CREATE TABLE "template" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_template" PRIMARY KEY AUTOINCREMENT,
    "project_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "folded_name" TEXT NOT NULL,
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
CREATE INDEX "ix_draft_page_seen_at" ON "draft_page" ("seen_at");
CREATE INDEX "ix_ended_session_ended_at" ON "ended_session" ("ended_at");
CREATE INDEX "ix_event_run_id_at" ON "event" ("run_id", "at");
CREATE INDEX "ix_held_node_run_id" ON "held" ("node_run_id");
CREATE INDEX "ix_lease_queue_id_kind" ON "lease" ("queue_id", "kind");
CREATE INDEX "ix_lease_worker_id" ON "lease" ("worker_id");
CREATE INDEX "ix_member_person_id" ON "member" ("person_id");
CREATE INDEX "ix_person_link_hash" ON "person" ("link_hash");
CREATE UNIQUE INDEX "ix_person_name" ON "person" ("name");
CREATE INDEX "ix_process_state" ON "process" ("state");
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
INSERT INTO "api_token" ("id", "name", "hash", "person_id", "project_id", "role", "created_at", "expires_at", "last_used_at") VALUES (215, 'Name ''of'' "220" 表', 'Hash ''of'' "218" 表', 221, 222, 3, 1728000000000216, 1728000000000217, 1728000000000219);
INSERT INTO "api_token" ("id", "name", "hash", "person_id", "project_id", "role", "created_at", "expires_at", "last_used_at") VALUES (224, 'Name ''of'' "228" 表', 'Hash ''of'' "227" 表', 229, NULL, 2, 1728000000000225, 1728000000000226, NULL);
INSERT INTO "application" ("id", "project_id", "name", "folded_name", "description", "template_id", "version", "follows", "values", "queue_id", "max_active_runs", "enabled", "tags", "created_at", "revision") VALUES (101, 109, 'Name ''of'' "108" 表', 'name ''of'' "108" 表', 'Description ''of'' "103" 表', 113, 115, 1, 'Values ''of'' "114" 表', 110, 107, 1, 'Tags ''of'' "112" 表', 1728000000000102, 111);
INSERT INTO "application" ("id", "project_id", "name", "folded_name", "description", "template_id", "version", "follows", "values", "queue_id", "max_active_runs", "enabled", "tags", "created_at", "revision") VALUES (116, 124, 'Name ''of'' "123" 表', 'name ''of'' "123" 表', 'Description ''of'' "118" 表', 128, 130, 0, 'Values ''of'' "129" 表', 125, 122, 0, 'Tags ''of'' "127" 表', 1728000000000117, 126);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (319, 320, 321, 4, 'Reason ''of'' "327" 表', 323, 329, 1728000000000328, 1728000000000322, 324, 0);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (330, 331, 332, 0, NULL, NULL, 338, 1728000000000337, 1728000000000333, 334, 0);
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (231, 1728000000000234, 'Actor ''of'' "233" 表', 'Action ''of'' "232" 表', 236, 'Subject ''of'' "237" 表', 'Detail ''of'' "235" 表');
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (238, 1728000000000241, 'Actor ''of'' "240" 表', 'Action ''of'' "239" 表', NULL, 'Subject ''of'' "243" 表', 'Detail ''of'' "242" 表');
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (339, 1728000000000341, 342, 1, 343);
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (344, 1728000000000346, 347, 0, 348);
INSERT INTO "draft_page" ("template_id", "page", "person", "seen_at") VALUES (495, 'Page ''of'' "496" 表', 'Person ''of'' "497" 表', 1728000000000498);
INSERT INTO "draft_page" ("template_id", "page", "person", "seen_at") VALUES (499, 'Page ''of'' "500" 表', 'Person ''of'' "501" 表', 1728000000000502);
INSERT INTO "ended_session" ("id", "ended_at") VALUES ('Id ''of'' "244" 表', 1728000000000245);
INSERT INTO "ended_session" ("id", "ended_at") VALUES ('Id ''of'' "246" 表', 1728000000000247);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (167, 168, 175, 172, 174, 171, 170, 8, 'Reason ''of'' "173" 表', 1728000000000169);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (177, 178, 183, NULL, 182, 181, 180, 2, NULL, 1728000000000179);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (185, 'Process ''of'' "186" 表', 1728000000000187);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (188, 'Process ''of'' "189" 表', 1728000000000190);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "reason", "decided_at") VALUES (131, 1728000000000132, 1728000000000138, 133, 3, 137, 'Reason ''of'' "136" 表', 1728000000000134);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "reason", "decided_at") VALUES (139, 1728000000000140, NULL, 141, 3, NULL, NULL, 1728000000000142);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 350, 351, 352, 354, 353);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 356, 357, 358, 360, 359);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (361, 363, 362, 368, 365, 0, 1728000000000366, 0);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (369, 371, 370, 376, 373, 0, 1728000000000374, 0);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (248, 249, 3, 250);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (252, 253, 3, 254);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (377, 12, 2, 378, 379, 387, 385, 394, 384, 395, 392, 383, 386, 'Choice ''of'' "381" 表', 388, 'Resume ''of'' "391" 表', 'Pending ''of'' "389" 表', 'Reason ''of'' "390" 表', 1728000000000380);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (396, 1, 0, 397, 398, 405, 403, 409, 402, 410, 407, 401, 404, NULL, 406, NULL, NULL, NULL, 1728000000000399);
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (411, 412, 'Name ''of'' "413" 表', 'Value ''of'' "414" 表');
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (415, 416, 'Name ''of'' "417" 表', 'Value ''of'' "418" 表');
INSERT INTO "person" ("id", "name", "folded_name", "is_administrator", "password_hash", "stamp", "link_hash", "link_expires_at", "disabled", "created_at", "revision") VALUES (256, 'Name ''of'' "263" 表', 'name ''of'' "263" 表', 1, 'PasswordHash ''of'' "264" 表', 'Stamp ''of'' "266" 表', 'LinkHash ''of'' "262" 表', 1728000000000261, 1, 1728000000000257, 265);
INSERT INTO "person" ("id", "name", "folded_name", "is_administrator", "password_hash", "stamp", "link_hash", "link_expires_at", "disabled", "created_at", "revision") VALUES (267, 'Name ''of'' "272" 表', 'name ''of'' "272" 表', 0, NULL, 'Stamp ''of'' "274" 表', NULL, NULL, 0, 1728000000000268, 273);
INSERT INTO "process" ("id", "name", "roles", "queues", "address", "version", "beat", "state", "started_at", "ended_at") VALUES (191, 'Name ''of'' "195" 表', 'Roles ''of'' "197" 表', 'Queues ''of'' "196" 表', 'Address ''of'' "192" 表', 'Version ''of'' "200" 表', 193, 3, 1728000000000198, 1728000000000194);
INSERT INTO "process" ("id", "name", "roles", "queues", "address", "version", "beat", "state", "started_at", "ended_at") VALUES (201, 'Name ''of'' "203" 表', 'Roles ''of'' "205" 表', 'Queues ''of'' "204" 表', NULL, 'Version ''of'' "208" 表', 202, 3, 1728000000000206, NULL);
INSERT INTO "project" ("id", "name", "folded_name", "description", "zone", "created_at", "revision") VALUES (275, 'Name ''of'' "279" 表', 'name ''of'' "279" 表', 'Description ''of'' "277" 表', 'Zone ''of'' "281" 表', 1728000000000276, 280);
INSERT INTO "project" ("id", "name", "folded_name", "description", "zone", "created_at", "revision") VALUES (282, 'Name ''of'' "286" 表', 'name ''of'' "286" 表', 'Description ''of'' "284" 表', 'Zone ''of'' "288" 表', 1728000000000283, 287);
INSERT INTO "protection_key" ("id", "name", "xml") VALUES (209, 'Name ''of'' "210" 表', 'Xml ''of'' "211" 表');
INSERT INTO "protection_key" ("id", "name", "xml") VALUES (212, 'Name ''of'' "213" 表', 'Xml ''of'' "214" 表');
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (1, 'default', NULL, 0, 0);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (293, 'Name ''of'' "295" 表', 294, 1, 297);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (298, 'Name ''of'' "299" 表', NULL, 1, 301);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (419, 420, 421, 423, 422);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (424, 425, 426, 428, 427);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (429, 430, 1, 'Actor ''of'' "431" 表', 10, 434, 1728000000000432);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (436, 437, 0, 'Actor ''of'' "438" 表', 2, 441, 1728000000000439);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (451, 460, 452, 466, 469, 2, 1728000000000463, 'Zone ''of'' "470" 表', 'Values ''of'' "468" 表', 461, 'TriggeredBy ''of'' "467" 表', 10, 459, 453, 457, 462, 1, 1728000000000455, 1728000000000464, 1728000000000456);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (471, 479, 472, 484, 487, 0, 1728000000000482, 'Zone ''of'' "488" 表', 'Values ''of'' "486" 表', 480, 'TriggeredBy ''of'' "485" 表', 10, 478, 473, 476, 481, 1, 1728000000000475, NULL, NULL);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (443, 'Key ''of'' "444" 表', 446, 1728000000000445);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (447, 'Key ''of'' "448" 表', 450, 1728000000000449);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (489, 1728000000000490, 491);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (492, 1728000000000493, 494);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (144, 145, 153, 'Crontab ''of'' "146" 表', 'Zone ''of'' "156" 表', 1728000000000155, 1728000000000148, 0, 0, 1728000000000151, 1728000000000149, 0, 154);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (157, 158, 164, 'Crontab ''of'' "159" 表', 'Zone ''of'' "166" 表', NULL, NULL, 0, 1, NULL, 1728000000000161, 1, 165);
INSERT INTO "sign_in_code" ("hash", "expires_at") VALUES ('Hash ''of'' "289" 表', 1728000000000290);
INSERT INTO "sign_in_code" ("hash", "expires_at") VALUES ('Hash ''of'' "291" 表', 1728000000000292);
INSERT INTO "template" ("id", "project_id", "name", "folded_name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (503, 511, 'Name ''of'' "510" 表', 'name ''of'' "510" 表', 'Draft ''of'' "505" 表', 509, 1728000000000504, 1728000000000506, 'EditedBy ''of'' "507" 表', 512);
INSERT INTO "template" ("id", "project_id", "name", "folded_name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (513, 521, 'Name ''of'' "520" 表', 'name ''of'' "520" 表', 'Draft ''of'' "515" 表', 519, 1728000000000514, 1728000000000516, 'EditedBy ''of'' "517" 表', 522);
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (523, 524, 'Document ''of'' "526" 表', 'Comment ''of'' "525" 表', 1728000000000527, 'PublishedBy ''of'' "528" 表');
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (529, 530, 'Document ''of'' "532" 表', 'Comment ''of'' "531" 表', 1728000000000533, 'PublishedBy ''of'' "534" 表');
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (302, 'Name ''of'' "306" 表', 303, 305, 1, 308, 'Queues ''of'' "307" 表', 1728000000000309, 1728000000000304);
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (311, 'Name ''of'' "314" 表', 312, 313, 0, 316, 'Queues ''of'' "315" 表', 1728000000000317, NULL);
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261123013558_First', '10.0.14');
