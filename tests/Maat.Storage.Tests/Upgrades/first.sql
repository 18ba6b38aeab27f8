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
INSERT INTO "api_token" ("id", "name", "hash", "person_id", "project_id", "role", "created_at", "expires_at", "last_used_at") VALUES (213, 'Name ''of'' "218" 表', 'Hash ''of'' "216" 表', 219, 220, 1, 1728000000000214, 1728000000000215, 1728000000000217);
INSERT INTO "api_token" ("id", "name", "hash", "person_id", "project_id", "role", "created_at", "expires_at", "last_used_at") VALUES (222, 'Name ''of'' "226" 表', 'Hash ''of'' "225" 表', 227, NULL, 0, 1728000000000223, 1728000000000224, NULL);
INSERT INTO "application" ("id", "project_id", "name", "description", "template_id", "version", "follows", "values", "queue_id", "max_active_runs", "enabled", "tags", "created_at", "revision") VALUES (101, 108, 'Name ''of'' "107" 表', 'Description ''of'' "103" 表', 112, 114, 0, 'Values ''of'' "113" 表', 109, 106, 1, 'Tags ''of'' "111" 表', 1728000000000102, 110);
INSERT INTO "application" ("id", "project_id", "name", "description", "template_id", "version", "follows", "values", "queue_id", "max_active_runs", "enabled", "tags", "created_at", "revision") VALUES (115, 122, 'Name ''of'' "121" 表', 'Description ''of'' "117" 表', 126, 128, 0, 'Values ''of'' "127" 表', 123, 120, 1, 'Tags ''of'' "125" 表', 1728000000000116, 124);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (305, 306, 307, 4, 'Reason ''of'' "313" 表', 309, 315, 1728000000000314, 1728000000000308, 310, 0);
INSERT INTO "attempt" ("node_run_id", "attempt", "fence", "outcome", "reason", "exit_code", "worker_id", "started_at", "ended_at", "log_bytes", "log_cut") VALUES (316, 317, 318, 0, NULL, NULL, 324, 1728000000000323, 1728000000000319, 320, 0);
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (229, 1728000000000232, 'Actor ''of'' "231" 表', 'Action ''of'' "230" 表', 234, 'Subject ''of'' "235" 表', 'Detail ''of'' "233" 表');
INSERT INTO "audit" ("id", "at", "actor", "action", "project_id", "subject", "detail") VALUES (236, 1728000000000239, 'Actor ''of'' "238" 表', 'Action ''of'' "237" 表', NULL, 'Subject ''of'' "241" 表', 'Detail ''of'' "240" 表');
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (325, 1728000000000327, 328, 2, 329);
INSERT INTO "delayed" ("queue_id", "due_at", "node_run_id", "kind", "fence") VALUES (330, 1728000000000332, 333, 1, 334);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (165, 166, 173, 170, 172, 169, 168, 6, 'Reason ''of'' "171" 表', 1728000000000167);
INSERT INTO "event" ("writer_id", "sequence", "run_id", "ordinal", "round", "fence", "attempt", "state", "reason", "at") VALUES (175, 176, 181, NULL, 180, 179, 178, 0, NULL, 1728000000000177);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (183, 'Process ''of'' "184" 表', 1728000000000185);
INSERT INTO "event_writer" ("id", "process", "started_at") VALUES (186, 'Process ''of'' "187" 表', 1728000000000188);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "reason", "decided_at") VALUES (129, 1728000000000130, 1728000000000136, 131, 1, 135, 'Reason ''of'' "134" 表', 1728000000000132);
INSERT INTO "firing" ("schedule_id", "due_at", "until", "count", "fate", "run_id", "reason", "decided_at") VALUES (137, 1728000000000138, NULL, 139, 1, NULL, NULL, 1728000000000140);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 336, 337, 338, 340, 339);
INSERT INTO "held" ("kind", "hold_id", "position", "node_run_id", "fence", "attempt") VALUES (0, 342, 343, 344, 346, 345);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (347, 349, 348, 354, 351, 0, 1728000000000352, 0);
INSERT INTO "lease" ("node_run_id", "fence", "attempt", "worker_id", "queue_id", "kind", "started_at", "stop_requested") VALUES (355, 357, 356, 362, 359, 0, 1728000000000360, 0);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (242, 243, 1, 244);
INSERT INTO "member" ("project_id", "person_id", "role", "revision") VALUES (246, 247, 1, 248);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (363, 5, 0, 364, 365, 373, 371, 380, 370, 381, 378, 369, 372, 'Choice ''of'' "367" 表', 374, 'Resume ''of'' "377" 表', 'Pending ''of'' "375" 表', 'Reason ''of'' "376" 表', 1728000000000366);
INSERT INTO "node_run" ("id", "state", "decision", "attempt", "attempt_base", "losses", "fence", "succeeded", "failed", "upstream_failed", "skipped", "excluded", "gates", "choice", "output_fence", "resume", "pending", "reason", "changed_at") VALUES (382, 13, 2, 383, 384, 391, 389, 395, 388, 396, 393, 387, 390, NULL, 392, NULL, NULL, NULL, 1728000000000385);
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (397, 398, 'Name ''of'' "399" 表', 'Value ''of'' "400" 表');
INSERT INTO "output" ("node_run_id", "fence", "name", "value") VALUES (401, 402, 'Name ''of'' "403" 表', 'Value ''of'' "404" 表');
INSERT INTO "person" ("id", "name", "is_administrator", "password_hash", "stamp", "link_hash", "link_expires_at", "disabled", "created_at", "revision") VALUES (250, 'Name ''of'' "256" 表', 0, 'PasswordHash ''of'' "257" 表', 'Stamp ''of'' "259" 表', 'LinkHash ''of'' "255" 表', 1728000000000254, 1, 1728000000000251, 258);
INSERT INTO "person" ("id", "name", "is_administrator", "password_hash", "stamp", "link_hash", "link_expires_at", "disabled", "created_at", "revision") VALUES (260, 'Name ''of'' "264" 表', 0, NULL, 'Stamp ''of'' "266" 表', NULL, NULL, 1, 1728000000000261, 265);
INSERT INTO "process" ("id", "name", "roles", "queues", "address", "version", "beat", "state", "started_at", "ended_at") VALUES (189, 'Name ''of'' "193" 表', 'Roles ''of'' "195" 表', 'Queues ''of'' "194" 表', 'Address ''of'' "190" 表', 'Version ''of'' "198" 表', 191, 1, 1728000000000196, 1728000000000192);
INSERT INTO "process" ("id", "name", "roles", "queues", "address", "version", "beat", "state", "started_at", "ended_at") VALUES (199, 'Name ''of'' "201" 表', 'Roles ''of'' "203" 表', 'Queues ''of'' "202" 表', NULL, 'Version ''of'' "206" 表', 200, 1, 1728000000000204, NULL);
INSERT INTO "project" ("id", "name", "description", "zone", "created_at", "revision") VALUES (267, 'Name ''of'' "270" 表', 'Description ''of'' "269" 表', 'Zone ''of'' "272" 表', 1728000000000268, 271);
INSERT INTO "project" ("id", "name", "description", "zone", "created_at", "revision") VALUES (273, 'Name ''of'' "276" 表', 'Description ''of'' "275" 表', 'Zone ''of'' "278" 表', 1728000000000274, 277);
INSERT INTO "protection_key" ("id", "name", "xml") VALUES (207, 'Name ''of'' "208" 表', 'Xml ''of'' "209" 表');
INSERT INTO "protection_key" ("id", "name", "xml") VALUES (210, 'Name ''of'' "211" 表', 'Xml ''of'' "212" 表');
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (1, 'default', NULL, 0, 0);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (279, 'Name ''of'' "281" 表', 280, 1, 283);
INSERT INTO "queue" ("id", "name", "max_running", "paused", "revision") VALUES (284, 'Name ''of'' "285" 表', NULL, 1, 287);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (405, 406, 407, 409, 408);
INSERT INTO "ready" ("queue_id", "position", "node_run_id", "fence", "attempt") VALUES (410, 411, 412, 414, 413);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (415, 416, 1, 'Actor ''of'' "417" 表', 3, 420, 1728000000000418);
INSERT INTO "reset" ("node_run_id", "round", "kind", "actor", "previous_state", "previous_attempt", "at") VALUES (422, 423, 0, 'Actor ''of'' "424" 表', 14, 427, 1728000000000425);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (437, 446, 438, 452, 455, 0, 1728000000000449, 'Zone ''of'' "456" 表', 'Values ''of'' "454" 表', 447, 'TriggeredBy ''of'' "453" 表', 1, 445, 439, 443, 448, 1, 1728000000000441, 1728000000000450, 1728000000000442);
INSERT INTO "run" ("id", "project_id", "application_id", "template_id", "version", "kind", "scheduled_at", "zone", "values", "queue_id", "triggered_by", "state", "open", "bad_leaves", "fair_at", "round", "cancel_requested", "created_at", "started_at", "ended_at") VALUES (457, 465, 458, 470, 473, 1, 1728000000000468, 'Zone ''of'' "474" 表', 'Values ''of'' "472" 表', 466, 'TriggeredBy ''of'' "471" 表', 1, 464, 459, 462, 467, 1, 1728000000000461, NULL, NULL);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (429, 'Key ''of'' "430" 表', 432, 1728000000000431);
INSERT INTO "run_key" ("application_id", "key", "run_id", "at") VALUES (433, 'Key ''of'' "434" 表', 436, 1728000000000435);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (475, 1728000000000476, 477);
INSERT INTO "run_wait" ("application_id", "scheduled_at", "run_id") VALUES (478, 1728000000000479, 480);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (142, 143, 151, 'Crontab ''of'' "144" 表', 'Zone ''of'' "154" 表', 1728000000000153, 1728000000000146, 1, 0, 1728000000000149, 1728000000000147, 0, 152);
INSERT INTO "schedule" ("id", "application_id", "queue_id", "crontab", "zone", "starts_at", "ends_at", "missed", "overlap", "next_fire_at", "last_decided", "enabled", "revision") VALUES (155, 156, 162, 'Crontab ''of'' "157" 表', 'Zone ''of'' "164" 表', NULL, NULL, 1, 1, NULL, 1728000000000159, 1, 163);
INSERT INTO "template" ("id", "project_id", "name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (481, 488, 'Name ''of'' "487" 表', 'Draft ''of'' "483" 表', 486, 1728000000000482, 1728000000000484, 'EditedBy ''of'' "485" 表', 489);
INSERT INTO "template" ("id", "project_id", "name", "draft", "latest_version", "created_at", "edited_at", "edited_by", "revision") VALUES (490, 497, 'Name ''of'' "496" 表', 'Draft ''of'' "492" 表', 495, 1728000000000491, 1728000000000493, 'EditedBy ''of'' "494" 表', 498);
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (499, 500, 'Document ''of'' "502" 表', 'Comment ''of'' "501" 表', 1728000000000503, 'PublishedBy ''of'' "504" 表');
INSERT INTO "template_version" ("template_id", "number", "document", "comment", "published_at", "published_by") VALUES (505, 506, 'Document ''of'' "508" 表', 'Comment ''of'' "507" 表', 1728000000000509, 'PublishedBy ''of'' "510" 表');
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (288, 'Name ''of'' "292" 表', 289, 291, 2, 294, 'Queues ''of'' "293" 表', 1728000000000295, 1728000000000290);
INSERT INTO "worker" ("id", "name", "beat", "lease_milliseconds", "state", "slots", "queues", "started_at", "ended_at") VALUES (297, 'Name ''of'' "300" 表', 298, 299, 1, 302, 'Queues ''of'' "301" 表', 1728000000000303, NULL);
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261122233028_First', '10.0.14');
