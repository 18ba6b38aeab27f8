using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Storage.Applications;
using Maat.Storage.Events;
using Maat.Storage.Processes;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Maat.Storage.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Maat.Storage;

/// <summary>
/// The one model of both databases: screens and edits go through it, migrations are generated from it, the hot statements name its
/// tables. There are no foreign keys: among the hot tables they would lock parents, and what is deleted is deleted by use cases.
/// </summary>
public sealed class MaatContext(DbContextOptions<MaatContext> options) : DbContext(options)
{
    /// <summary>Characters of a text for which nothing else is said: what the document allows a name.</summary>
    private const int NameLength = DocumentLimits.NameLength;

    public DbSet<ProjectRow> Projects => Set<ProjectRow>();

    public DbSet<PersonRow> People => Set<PersonRow>();

    public DbSet<MemberRow> Members => Set<MemberRow>();

    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();

    public DbSet<EndedSessionRow> EndedSessions => Set<EndedSessionRow>();

    public DbSet<SignInCodeRow> SignInCodes => Set<SignInCodeRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<TemplateRow> Templates => Set<TemplateRow>();

    public DbSet<DraftPageRow> DraftPages => Set<DraftPageRow>();

    public DbSet<TemplateVersionRow> TemplateVersions => Set<TemplateVersionRow>();

    public DbSet<ApplicationRow> Applications => Set<ApplicationRow>();

    public DbSet<ScheduleRow> Schedules => Set<ScheduleRow>();

    public DbSet<FiringRow> Firings => Set<FiringRow>();

    public DbSet<QueueRow> Queues => Set<QueueRow>();

    public DbSet<WorkerRow> Workers => Set<WorkerRow>();

    public DbSet<ProcessRow> Processes => Set<ProcessRow>();

    public DbSet<ProtectionKeyRow> ProtectionKeys => Set<ProtectionKeyRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<NodeRunRow> NodeRuns => Set<NodeRunRow>();

    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    public DbSet<ReadyRow> Ready => Set<ReadyRow>();

    public DbSet<HeldRow> Held => Set<HeldRow>();

    public DbSet<DelayedRow> Delayed => Set<DelayedRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<OutputRow> Outputs => Set<OutputRow>();

    public DbSet<ResetRow> Resets => Set<ResetRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Prepare();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Prepare();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<MicrosecondConverter>();
        configurationBuilder.Properties<string>().HaveMaxLength(NameLength);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        DescribeProjects(modelBuilder);
        DescribeTemplates(modelBuilder);
        DescribeApplications(modelBuilder);
        DescribeQueues(modelBuilder);
        DescribeRuns(modelBuilder);
        DescribeEvents(modelBuilder);
        ConcurrencyTokens.Apply(modelBuilder.Model);
        SnakeCase.Apply(modelBuilder.Model);
    }

    private void Prepare()
    {
        ChangeTracker.DetectChanges();
        Fold();
        Revise();
    }

    /// <summary>Gives each row that is made or renamed the name by which it is found.</summary>
    private void Fold()
    {
        foreach (EntityEntry<INamed> entry in ChangeTracker.Entries<INamed>())
        {
            if (entry.State == EntityState.Added || (entry.State == EntityState.Modified && entry.Property(row => row.Name).IsModified))
            {
                entry.Property(row => row.FoldedName).CurrentValue = FoldedName.Of(entry.Entity.Name);
            }
        }
    }

    /// <summary>Gives each changed row the revision after the one that its editor saw.</summary>
    private void Revise()
    {
        foreach (EntityEntry<IRevised> entry in ChangeTracker.Entries<IRevised>())
        {
            if (entry.State == EntityState.Modified)
            {
                PropertyEntry<IRevised, int> revision = entry.Property(row => row.Revision);
                revision.CurrentValue = revision.OriginalValue + 1;
            }
        }
    }

    private static void DescribeProjects(ModelBuilder model)
    {
        model.Entity<ProjectRow>(e =>
        {
            e.HasIndex(p => p.Name).IsUnique();
            e.Property(p => p.FoldedName).Unbounded();
            e.Property(p => p.Description).Unbounded();
        });
        model.Entity<PersonRow>(e =>
        {
            e.HasIndex(p => p.Name).IsUnique();
            e.HasIndex(p => p.LinkHash);
            e.Property(p => p.FoldedName).Unbounded();
            e.Property(p => p.PasswordHash).Unbounded();
        });
        model.Entity<ApiTokenRow>(e =>
        {
            e.HasIndex(t => t.Hash).IsUnique();
            e.HasIndex(t => t.PersonId);
            e.HasIndex(t => t.ProjectId);
        });
        model.Entity<EndedSessionRow>(e =>
        {
            e.HasKey(s => s.Id);
            // Those that ended since the last look, and those that are to be forgotten.
            e.HasIndex(s => s.EndedAt);
        });
        model.Entity<SignInCodeRow>(e => e.HasKey(c => c.Hash));
        model.Entity<MemberRow>(e =>
        {
            e.HasKey(m => new { m.ProjectId, m.PersonId });
            e.HasIndex(m => m.PersonId);
        });
        model.Entity<AuditRow>(e =>
        {
            e.HasIndex(a => new { a.ProjectId, a.Id });
            // The trail of one person or of one kind of action, of a project and of the whole installation.
            e.HasIndex(a => new { a.Actor, a.Id });
            e.HasIndex(a => new { a.ProjectId, a.Action, a.Id });
            e.Property(a => a.Detail).Unbounded();
        });
    }

    private static void DescribeTemplates(ModelBuilder model)
    {
        model.Entity<TemplateRow>(e =>
        {
            e.HasIndex(t => new { t.ProjectId, t.Name }).IsUnique();
            e.Property(t => t.FoldedName).Unbounded();
            e.Property(t => t.Draft).Unbounded();
        });
        model.Entity<DraftPageRow>(e =>
        {
            e.HasKey(p => new { p.TemplateId, p.Page, p.Person });
            e.HasIndex(p => p.SeenAt);
        });
        model.Entity<TemplateVersionRow>(e =>
        {
            e.HasKey(v => new { v.TemplateId, v.Number });
            e.Property(v => v.Document).Unbounded();
            e.Property(v => v.Comment).Unbounded();
        });
    }

    private static void DescribeApplications(ModelBuilder model)
    {
        model.Entity<ApplicationRow>(e =>
        {
            e.HasIndex(a => new { a.ProjectId, a.Name }).IsUnique();
            e.HasIndex(a => a.TemplateId);
            e.Property(a => a.FoldedName).Unbounded();
            e.Property(a => a.Description).Unbounded();
            e.Property(a => a.Values).Unbounded();
            e.Property(a => a.Tags).Unbounded();
        });
        model.Entity<ScheduleRow>(e =>
        {
            e.HasIndex(s => s.ApplicationId);
            // Due schedules of a queue: a short range read, whatever the number of schedules.
            e.HasIndex(s => new { s.QueueId, s.NextFireAt });
            e.Property(s => s.Crontab).HasMaxLength(CronExpression.MaxLength);
        });
        model.Entity<FiringRow>(e =>
        {
            e.HasKey(f => new { f.ScheduleId, f.DueAt });
            e.Property(f => f.Reason).HasMaxLength(Reasons.MaxLength);
        });
    }

    private static void DescribeQueues(ModelBuilder model)
    {
        model.Entity<QueueRow>(e =>
        {
            e.HasIndex(q => q.Name).IsUnique();
            e.HasData(new QueueRow { Id = QueueRow.DefaultId, Name = QueueRow.DefaultName });
        });
        model.Entity<WorkerRow>(e =>
        {
            e.Property(w => w.Queues).Unbounded();
            // Living workers are few, dead ones are history.
            e.HasIndex(w => w.State);
        });
        model.Entity<ProcessRow>(e =>
        {
            e.Property(p => p.Roles).Unbounded();
            e.Property(p => p.Queues).Unbounded();
            // As with workers: few live.
            e.HasIndex(p => p.State);
        });
        model.Entity<ProtectionKeyRow>(e => e.Property(k => k.Xml).Unbounded());
    }

    private static void DescribeRuns(ModelBuilder model)
    {
        model.Entity<RunRow>(e =>
        {
            e.HasIndex(r => new { r.ApplicationId, r.Id });
            // How many runs of an application are active: with the kind, for backfills do not count, however many are running.
            e.HasIndex(r => new { r.ApplicationId, r.State, r.Kind });
            // Which runs need attention.
            e.HasIndex(r => new { r.State, r.Id });
            e.HasIndex(r => new { r.ProjectId, r.Id });
            // The filters of the list of runs: each a short range read however rare what is asked for.
            e.HasIndex(r => new { r.ProjectId, r.State, r.Id });
            e.HasIndex(r => new { r.ProjectId, r.Kind, r.Id });
            e.HasIndex(r => new { r.ProjectId, r.TriggeredBy, r.Id });
            // What ended in the last hours, by how.
            e.HasIndex(r => new { r.ProjectId, r.EndedAt, r.State });
            e.Property(r => r.Values).Unbounded();
        });
        model.Entity<RunWaitRow>(e => e.HasKey(w => new { w.ApplicationId, w.ScheduledAt, w.RunId }));
        model.Entity<RunKeyRow>(e => e.HasKey(k => new { k.ApplicationId, k.Key }));
        model.Entity<NodeRunRow>(e =>
        {
            e.Property(n => n.Id).ValueGeneratedNever();
            e.Property(n => n.Choice).Unbounded();
            e.Property(n => n.Resume).Unbounded();
            e.Property(n => n.Pending).Unbounded();
            e.Property(n => n.Reason).HasMaxLength(Reasons.MaxLength);
        });
        model.Entity<ReadyRow>(e =>
        {
            e.HasKey(r => new { r.QueueId, r.Position, r.NodeRunId });
            // Cancel, pause and retry take a node's row away by its id.
            e.HasIndex(r => r.NodeRunId);
        });
        model.Entity<HeldRow>(e =>
        {
            e.HasKey(h => new { h.Kind, h.HoldId, h.Position, h.NodeRunId });
            e.HasIndex(h => h.NodeRunId);
        });
        model.Entity<DelayedRow>(e =>
        {
            // The kind before the time: polls are claimed by workers, and must not be in the way of moving what is due otherwise.
            e.HasKey(d => new { d.QueueId, d.Kind, d.DueAt, d.NodeRunId });
            e.HasIndex(d => d.NodeRunId);
        });
        model.Entity<LeaseRow>(e =>
        {
            e.HasKey(l => l.NodeRunId);
            e.Property(l => l.NodeRunId).ValueGeneratedNever();
            // A worker's own leases at each heartbeat, and a dead worker's when they are taken back.
            e.HasIndex(l => l.WorkerId);
            // How many nodes of a limited queue run.
            e.HasIndex(l => new { l.QueueId, l.Kind });
        });
        model.Entity<AttemptRow>(e =>
        {
            e.HasKey(a => new { a.NodeRunId, a.Attempt, a.Fence });
            e.Property(a => a.Reason).HasMaxLength(Reasons.MaxLength);
        });
        model.Entity<OutputRow>(e =>
        {
            e.HasKey(o => new { o.NodeRunId, o.Fence, o.Name });
            e.Property(o => o.Value).Unbounded();
        });
        model.Entity<ResetRow>(e => e.HasKey(r => new { r.NodeRunId, r.Round }));
    }

    private static void DescribeEvents(ModelBuilder model)
    {
        model.Entity<EventWriterRow>();
        model.Entity<EventRow>(e =>
        {
            e.HasKey(v => new { v.WriterId, v.Sequence });
            // A run's timeline.
            e.HasIndex(v => new { v.RunId, v.At });
            e.Property(v => v.Reason).HasMaxLength(Reasons.MaxLength);
        });
    }
}
