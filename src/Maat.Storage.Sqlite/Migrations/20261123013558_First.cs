using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Maat.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class First : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "api_token",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    person_id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: true),
                    role = table.Column<byte>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "application",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    folded_name = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    template_id = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    follows = table.Column<bool>(type: "INTEGER", nullable: false),
                    values = table.Column<string>(type: "TEXT", nullable: false),
                    queue_id = table.Column<long>(type: "INTEGER", nullable: false),
                    max_active_runs = table.Column<int>(type: "INTEGER", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    tags = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attempt",
                columns: table => new
                {
                    node_run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    outcome = table.Column<byte>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    exit_code = table.Column<int>(type: "INTEGER", nullable: true),
                    worker_id = table.Column<long>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: false),
                    log_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    log_cut = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attempt", x => new { x.node_run_id, x.attempt, x.fence });
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    action = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "delayed",
                columns: table => new
                {
                    queue_id = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    node_run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_delayed", x => new { x.queue_id, x.kind, x.due_at, x.node_run_id });
                });

            migrationBuilder.CreateTable(
                name: "draft_page",
                columns: table => new
                {
                    template_id = table.Column<long>(type: "INTEGER", nullable: false),
                    page = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    person = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_draft_page", x => new { x.template_id, x.page, x.person });
                });

            migrationBuilder.CreateTable(
                name: "ended_session",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ended_session", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "event",
                columns: table => new
                {
                    writer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: true),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<byte>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event", x => new { x.writer_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "event_writer",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    process = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_writer", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "firing",
                columns: table => new
                {
                    schedule_id = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    count = table.Column<long>(type: "INTEGER", nullable: false),
                    fate = table.Column<int>(type: "INTEGER", nullable: false),
                    run_id = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_firing", x => new { x.schedule_id, x.due_at });
                });

            migrationBuilder.CreateTable(
                name: "held",
                columns: table => new
                {
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    hold_id = table.Column<long>(type: "INTEGER", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    node_run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_held", x => new { x.kind, x.hold_id, x.position, x.node_run_id });
                });

            migrationBuilder.CreateTable(
                name: "lease",
                columns: table => new
                {
                    node_run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    worker_id = table.Column<long>(type: "INTEGER", nullable: false),
                    queue_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    stop_requested = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lease", x => x.node_run_id);
                });

            migrationBuilder.CreateTable(
                name: "member",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    person_id = table.Column<long>(type: "INTEGER", nullable: false),
                    role = table.Column<byte>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member", x => new { x.project_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "node_run",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<byte>(type: "INTEGER", nullable: false),
                    decision = table.Column<byte>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    attempt_base = table.Column<int>(type: "INTEGER", nullable: false),
                    losses = table.Column<int>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    succeeded = table.Column<int>(type: "INTEGER", nullable: false),
                    failed = table.Column<int>(type: "INTEGER", nullable: false),
                    upstream_failed = table.Column<int>(type: "INTEGER", nullable: false),
                    skipped = table.Column<int>(type: "INTEGER", nullable: false),
                    excluded = table.Column<int>(type: "INTEGER", nullable: false),
                    gates = table.Column<int>(type: "INTEGER", nullable: false),
                    choice = table.Column<string>(type: "TEXT", nullable: true),
                    output_fence = table.Column<long>(type: "INTEGER", nullable: false),
                    resume = table.Column<string>(type: "TEXT", nullable: true),
                    pending = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_node_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "output",
                columns: table => new
                {
                    node_run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_output", x => new { x.node_run_id, x.fence, x.name });
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    folded_name = table.Column<string>(type: "TEXT", nullable: false),
                    is_administrator = table.Column<bool>(type: "INTEGER", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    stamp = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    link_hash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    link_expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    disabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "process",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    roles = table.Column<string>(type: "TEXT", nullable: false),
                    queues = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    version = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    beat = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<byte>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_process", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "project",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    folded_name = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_project", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "protection_key",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "queue",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    max_running = table.Column<int>(type: "INTEGER", nullable: true),
                    paused = table.Column<bool>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_queue", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ready",
                columns: table => new
                {
                    queue_id = table.Column<long>(type: "INTEGER", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    node_run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ready", x => new { x.queue_id, x.position, x.node_run_id });
                });

            migrationBuilder.CreateTable(
                name: "reset",
                columns: table => new
                {
                    node_run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    previous_state = table.Column<byte>(type: "INTEGER", nullable: false),
                    previous_attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reset", x => new { x.node_run_id, x.round });
                });

            migrationBuilder.CreateTable(
                name: "run",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    application_id = table.Column<long>(type: "INTEGER", nullable: false),
                    template_id = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    scheduled_at = table.Column<long>(type: "INTEGER", nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    values = table.Column<string>(type: "TEXT", nullable: false),
                    queue_id = table.Column<long>(type: "INTEGER", nullable: false),
                    triggered_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    state = table.Column<byte>(type: "INTEGER", nullable: false),
                    open = table.Column<int>(type: "INTEGER", nullable: false),
                    bad_leaves = table.Column<int>(type: "INTEGER", nullable: false),
                    fair_at = table.Column<long>(type: "INTEGER", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    cancel_requested = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "run_key",
                columns: table => new
                {
                    application_id = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_key", x => new { x.application_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "run_wait",
                columns: table => new
                {
                    application_id = table.Column<long>(type: "INTEGER", nullable: false),
                    scheduled_at = table.Column<long>(type: "INTEGER", nullable: false),
                    run_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_wait", x => new { x.application_id, x.scheduled_at, x.run_id });
                });

            migrationBuilder.CreateTable(
                name: "schedule",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    application_id = table.Column<long>(type: "INTEGER", nullable: false),
                    queue_id = table.Column<long>(type: "INTEGER", nullable: false),
                    crontab = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: true),
                    missed = table.Column<int>(type: "INTEGER", nullable: false),
                    overlap = table.Column<int>(type: "INTEGER", nullable: false),
                    next_fire_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_decided = table.Column<long>(type: "INTEGER", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedule", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_code",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_code", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "template",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    folded_name = table.Column<string>(type: "TEXT", nullable: false),
                    draft = table.Column<string>(type: "TEXT", nullable: false),
                    latest_version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    edited_at = table.Column<long>(type: "INTEGER", nullable: false),
                    edited_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "template_version",
                columns: table => new
                {
                    template_id = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_version", x => new { x.template_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "worker",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    beat = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_milliseconds = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<byte>(type: "INTEGER", nullable: false),
                    slots = table.Column<int>(type: "INTEGER", nullable: false),
                    queues = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_worker", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "queue",
                columns: new[] { "id", "max_running", "name", "paused", "revision" },
                values: new object[] { 1L, null, "default", false, 0 });

            migrationBuilder.CreateIndex(
                name: "ix_api_token_hash",
                table: "api_token",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_token_person_id",
                table: "api_token",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_api_token_project_id",
                table: "api_token",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_project_id_name",
                table: "application",
                columns: new[] { "project_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_application_template_id",
                table: "application",
                column: "template_id");

            migrationBuilder.CreateIndex(
                name: "ix_audit_actor_id",
                table: "audit",
                columns: new[] { "actor", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_project_id_action_id",
                table: "audit",
                columns: new[] { "project_id", "action", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_project_id_id",
                table: "audit",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_delayed_node_run_id",
                table: "delayed",
                column: "node_run_id");

            migrationBuilder.CreateIndex(
                name: "ix_draft_page_seen_at",
                table: "draft_page",
                column: "seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_ended_session_ended_at",
                table: "ended_session",
                column: "ended_at");

            migrationBuilder.CreateIndex(
                name: "ix_event_run_id_at",
                table: "event",
                columns: new[] { "run_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_held_node_run_id",
                table: "held",
                column: "node_run_id");

            migrationBuilder.CreateIndex(
                name: "ix_lease_queue_id_kind",
                table: "lease",
                columns: new[] { "queue_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_lease_worker_id",
                table: "lease",
                column: "worker_id");

            migrationBuilder.CreateIndex(
                name: "ix_member_person_id",
                table: "member",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_person_link_hash",
                table: "person",
                column: "link_hash");

            migrationBuilder.CreateIndex(
                name: "ix_person_name",
                table: "person",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_process_state",
                table: "process",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_project_name",
                table: "project",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_queue_name",
                table: "queue",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ready_node_run_id",
                table: "ready",
                column: "node_run_id");

            migrationBuilder.CreateIndex(
                name: "ix_run_application_id_id",
                table: "run",
                columns: new[] { "application_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_run_application_id_state_kind",
                table: "run",
                columns: new[] { "application_id", "state", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_run_project_id_ended_at_state",
                table: "run",
                columns: new[] { "project_id", "ended_at", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_run_project_id_id",
                table: "run",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_run_project_id_kind_id",
                table: "run",
                columns: new[] { "project_id", "kind", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_run_project_id_state_id",
                table: "run",
                columns: new[] { "project_id", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_run_project_id_triggered_by_id",
                table: "run",
                columns: new[] { "project_id", "triggered_by", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_run_state_id",
                table: "run",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_schedule_application_id",
                table: "schedule",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_schedule_queue_id_next_fire_at",
                table: "schedule",
                columns: new[] { "queue_id", "next_fire_at" });

            migrationBuilder.CreateIndex(
                name: "ix_template_project_id_name",
                table: "template",
                columns: new[] { "project_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_worker_state",
                table: "worker",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_token");

            migrationBuilder.DropTable(
                name: "application");

            migrationBuilder.DropTable(
                name: "attempt");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "delayed");

            migrationBuilder.DropTable(
                name: "draft_page");

            migrationBuilder.DropTable(
                name: "ended_session");

            migrationBuilder.DropTable(
                name: "event");

            migrationBuilder.DropTable(
                name: "event_writer");

            migrationBuilder.DropTable(
                name: "firing");

            migrationBuilder.DropTable(
                name: "held");

            migrationBuilder.DropTable(
                name: "lease");

            migrationBuilder.DropTable(
                name: "member");

            migrationBuilder.DropTable(
                name: "node_run");

            migrationBuilder.DropTable(
                name: "output");

            migrationBuilder.DropTable(
                name: "person");

            migrationBuilder.DropTable(
                name: "process");

            migrationBuilder.DropTable(
                name: "project");

            migrationBuilder.DropTable(
                name: "protection_key");

            migrationBuilder.DropTable(
                name: "queue");

            migrationBuilder.DropTable(
                name: "ready");

            migrationBuilder.DropTable(
                name: "reset");

            migrationBuilder.DropTable(
                name: "run");

            migrationBuilder.DropTable(
                name: "run_key");

            migrationBuilder.DropTable(
                name: "run_wait");

            migrationBuilder.DropTable(
                name: "schedule");

            migrationBuilder.DropTable(
                name: "sign_in_code");

            migrationBuilder.DropTable(
                name: "template");

            migrationBuilder.DropTable(
                name: "template_version");

            migrationBuilder.DropTable(
                name: "worker");
        }
    }
}
