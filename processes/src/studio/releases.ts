import { filesHash, inTransaction, newId, studioFiles, studioReleases, type StudioReleaseRow, type Tx } from '@lianban/storage'
import { actorOf, type Caller } from '@lianban/tenants'
import { dayOf, type Day } from '../clock/index.ts'
import { checkedReason } from '../cases/checked-reason.ts'
import { assertStudio, studioEntry, type StudioContext } from './context.ts'
import { changedFiles, draftRow } from './drafts.ts'
import { carryOutMigration } from './migration.ts'
import { problemsOf } from './problems.ts'
import { publish } from './publish.ts'
import { presentRelease, releaseRow, type StudioRelease } from './release-view.ts'
import { StudioError } from './studio-error.ts'

export interface ReleaseProposal {
  /** YYYY-MM-DD; null: at once. */
  effectiveOn: Day | null
  /** What becomes of running cases. */
  running: 'keep' | 'migrate'
  /** Element of the version before → element of this one, where cases stand at one that is called otherwise now. */
  mapping?: Record<string, string>
  note: string
  /** Put in the place of a release that came after the one that the draft was begun from. */
  replaceNewer?: boolean
}

/** A server that has been at it for so long was killed. */
const BUSY_MS = 10 * 60_000

/** Releases: proposed by one person, confirmed by another, put back by the same two. */
export function studioReleaseDesk(context: StudioContext) {
  const { database } = context
  return {
    async list(caller: Caller, packageKey?: string): Promise<{ items: StudioRelease[] }> {
      await assertStudio(context, caller, 'read')
      const rows = await studioReleases(database).list(caller.tenantId, packageKey)
      return { items: await Promise.all(rows.map((row) => presentRelease(context, row, { cases: false }))) }
    },

    async get(caller: Caller, id: string): Promise<StudioRelease> {
      await assertStudio(context, caller, 'read')
      return presentRelease(context, await releaseRow(context, caller.tenantId, id))
    },

    /**
     * Proposes a draft as it is now.
     * @throws StudioError RELEASE_PROBLEMS, RELEASE_CASES_FAILED, RELEASE_UNCHANGED, RELEASE_DAY_PASSED, RELEASE_OPEN, DRAFT_BEHIND
     */
    async propose(caller: Caller, draftId: string, proposal: ReleaseProposal): Promise<{ id: string }> {
      await assertStudio(context, caller, 'publish')
      const draft = await draftRow(context, caller.tenantId, draftId)
      const latest = await studioReleases(database).latest(caller.tenantId, draft.package_key)
      if (latest && latest.id !== draft.based_on && !proposal.replaceNewer)
        throw new StudioError('DRAFT_BEHIND', '该流程包已发布更新的版本,本草稿以较早的版本为基础。请核对差异后再提出', {
          latest: latest.id,
        })
      if (latest?.files_hash === filesHash(draft.files)) throw new StudioError('RELEASE_UNCHANGED', '草稿与现行版本完全一致,无须发布')
      return propose(context, caller, proposal, {
        ...{ package_key: draft.package_key, name: draft.name, source: 'draft', draft_id: draft.id, draft_version: draft.version },
        ...{ restores: null, files: draft.files, last_editor: draft.updated_by },
      })
    },

    /** Proposes that the release before this one is in force again. @throws StudioError NOTHING_BEFORE and as `propose` */
    async rollBack(caller: Caller, id: string, proposal: ReleaseProposal): Promise<{ id: string }> {
      await assertStudio(context, caller, 'publish')
      const { tenantId } = caller
      const row = await releaseRow(context, tenantId, id)
      const latest = await studioReleases(database).latest(tenantId, row.package_key)
      if (row.number === null || latest?.id !== row.id) throw new StudioError('RELEASE_STATE', '只能回退现行版本')
      const before = await studioReleases(database).byNumber(tenantId, row.package_key, row.number - 1)
      if (!before) throw new StudioError('NOTHING_BEFORE', '该流程包没有更早的版本,不能回退')
      return propose(context, caller, proposal, {
        ...{ package_key: row.package_key, name: before.name, source: 'roll-back', draft_id: null, draft_version: null },
        ...{ restores: before.id, files: before.files, last_editor: null },
      })
    },

    /** Puts it in force. @throws StudioError SECOND_PERSON, RELEASE_STATE, RELEASE_PROBLEMS, RELEASE_CASES_FAILED, RELEASE_DAY_PASSED */
    async confirm(caller: Caller, id: string, note = ''): Promise<StudioRelease> {
      await assertStudio(context, caller, 'confirm')
      const row = await releaseRow(context, caller.tenantId, id)
      await judgeSecond(context, caller, row)
      if (row.state !== 'proposed') throw noLongerProposed(row)
      await refuseUnfit(context, row)
      await decide(context, caller, { row, state: 'publishing', note })
      return presentRelease(context, await carryOut(context, await releaseRow(context, caller.tenantId, id)))
    },

    /** @throws StudioError SECOND_PERSON, RELEASE_STATE; REASON_REQUIRED */
    async refuse(caller: Caller, id: string, note: string): Promise<void> {
      await assertStudio(context, caller, 'confirm')
      const row = await releaseRow(context, caller.tenantId, id)
      await judgeSecond(context, caller, row)
      await decide(context, caller, { row, state: 'refused', note: checkedReason(note) })
    },

    /** Whoever proposed it takes it back. @throws StudioError NOT_PROPOSER, RELEASE_STATE */
    async withdraw(caller: Caller, id: string): Promise<void> {
      await assertStudio(context, caller, 'publish')
      const row = await releaseRow(context, caller.tenantId, id)
      if (row.proposed_by !== caller.userId) throw new StudioError('NOT_PROPOSER', '只有提出人本人可以撤回')
      await decide(context, caller, { row, state: 'withdrawn', note: '' })
    },

    /** Goes on with what a killed server left, and takes cases over whose day has come. @returns what failed */
    async carryOutDue(tenantId: string): Promise<{ failures: { releaseId: string; error: unknown }[] }> {
      const failures: { releaseId: string; error: unknown }[] = []
      const now = context.clock()
      const left = await studioReleases(database).unfinished(tenantId, now - BUSY_MS)
      const due = await studioReleases(database).migrationsDue(tenantId, dayOf(now), now - BUSY_MS)
      for (const row of left) {
        const isMine = await studioReleases(database).change(row, { state: 'publishing', busy_since: row.busy_since }, { busy_since: now })
        if (isMine) await publish(context, row).catch((error: unknown) => failures.push({ releaseId: row.id, error }))
      }
      for (const row of due) await carryOutMigration(context, row).catch((error: unknown) => failures.push({ releaseId: row.id, error }))
      return { failures }
    },
  }
}

type Proposed = Pick<
  StudioReleaseRow,
  'package_key' | 'name' | 'source' | 'draft_id' | 'draft_version' | 'restores' | 'files' | 'last_editor'
>

async function propose(context: StudioContext, caller: Caller, proposal: ReleaseProposal, of: Proposed): Promise<{ id: string }> {
  const { database, clock } = context
  const { tenantId } = caller
  const at = clock()
  const id = newId()
  const row: StudioReleaseRow = {
    ...of,
    ...{ tenant_id: tenantId, id, number: null, state: 'proposed', files_hash: filesHash(of.files) },
    ...{
      effective_on: proposal.effectiveOn,
      running: proposal.running,
      mapping: proposal.mapping ?? {},
      note: checkedReason(proposal.note),
    },
    ...{ proposed_by: caller.userId, proposed_by_name: actorOf(caller).name, proposed_at: at },
    ...{
      decided_by: null,
      decided_by_name: null,
      decided_at: null,
      decision_note: null,
      published_at: null,
      migration: 'none',
      busy_since: null,
    },
  }
  await refuseUnfit(context, row)
  await inTransaction(database, async (tx) => {
    const open = (await studioReleases(tx).list(tenantId, of.package_key)).find(
      ({ state }) => state === 'proposed' || state === 'publishing',
    )
    if (open) throw new StudioError('RELEASE_OPEN', `该流程包已有待确认的发布申请(${open.proposed_by_name}提出)`, { id: open.id })
    const latest = await studioReleases(tx).latest(tenantId, of.package_key)
    await studioReleases(tx).insert(row)
    await recordRelease(tx, context, caller, 'release.proposed', row, {
      ...{ source: of.source, draft: of.draft_id, draftVersion: of.draft_version, restores: of.restores },
      ...{ effectiveOn: row.effective_on, running: row.running, mapping: row.mapping, note: row.note },
      changed: changedFiles(latest?.files ?? {}, of.files),
    })
  })
  return { id }
}

/** What must not be published, neither when it is proposed nor when it is confirmed: the county may have changed meanwhile. */
async function refuseUnfit(context: StudioContext, row: StudioReleaseRow): Promise<void> {
  if (row.effective_on !== null && row.effective_on < dayOf(context.clock()))
    throw new StudioError('RELEASE_DAY_PASSED', '施行日期已过,请另定日期')
  const files = await studioFiles(context.database).get(row.tenant_id, row.files)
  // What was in force once and is put back was judged then; only whether the county still has its organs and posts is asked.
  const errors = (await problemsOf(context, row.tenant_id, files)).filter(({ level }) => level === 'error')
  const standing = row.source === 'roll-back' ? errors.filter(({ code }) => PLACE_CODES.has(code)) : errors
  if (standing.length > 0)
    throw new StudioError('RELEASE_PROBLEMS', `还有 ${standing.length} 处问题须改正后才能发布`, { problems: standing })
  if (row.source === 'roll-back') return
  const red = (await context.runCases(files, row.tenant_id)).filter(({ ok }) => !ok)
  if (red.length > 0) throw new StudioError('RELEASE_CASES_FAILED', `${red.length} 个用例未通过,不能发布`, { cases: red })
}

const PLACE_CODES = new Set(['ORGAN_UNKNOWN', 'POST_UNKNOWN', 'MATTER_KEY_TAKEN', 'PROCESS_KEY_TAKEN', 'DECISION_KEY_TAKEN'])

/** Neither whoever proposed it nor whoever changed the draft last. */
function judgeSecond({ tenants, database }: StudioContext, caller: Caller, row: StudioReleaseRow): Promise<void> {
  if (caller.userId !== row.proposed_by && caller.userId !== row.last_editor) return Promise.resolve()
  const why = caller.userId === row.proposed_by ? '提出人' : '最后修改人'
  return inTransaction(database, (tx) =>
    tenants.supervision.record(tx, caller.tenantId, [
      studioEntry(caller, 'release.confirmation-refused', `studio-release:${row.id}`, { package: row.package_key, why }),
    ]),
  ).then(() => {
    throw new StudioError('SECOND_PERSON', `您是该版本的${why},应当由另一人确认`)
  })
}

const noLongerProposed = ({ state }: StudioReleaseRow): StudioError => new StudioError('RELEASE_STATE', '该发布申请已经处理', { state })

const DECISION_ACTIONS = { publishing: 'release.confirmed', refused: 'release.refused', withdrawn: 'release.withdrawn' } as const

async function decide(
  context: StudioContext,
  caller: Caller,
  { row, state, note }: { row: StudioReleaseRow; state: keyof typeof DECISION_ACTIONS; note: string },
): Promise<void> {
  await inTransaction(context.database, async (tx) => {
    const at = context.clock()
    const decided = {
      decided_by: caller.userId,
      decided_by_name: actorOf(caller).name,
      decided_at: at,
      decision_note: note,
      busy_since: at,
    }
    if (!(await studioReleases(tx).change(row, { state: 'proposed' }, { ...decided, state }))) throw noLongerProposed(row)
    await recordRelease(tx, context, caller, DECISION_ACTIONS[state], row, { note })
  })
}

/** A release that cannot be deployed is a proposal again, so that it can be refused or withdrawn. */
async function carryOut(context: StudioContext, row: StudioReleaseRow): Promise<StudioReleaseRow> {
  const { database, clock } = context
  try {
    await publish(context, row)
  } catch (error) {
    await studioReleases(database).change(row, { state: 'publishing' }, { state: 'proposed' })
    throw error
  }
  const published = await releaseRow(context, row.tenant_id, row.id)
  const isDue = published.effective_on === null || published.effective_on <= dayOf(clock())
  if (published.migration === 'waiting' && isDue) await carryOutMigration(context, published)
  return releaseRow(context, row.tenant_id, row.id)
}

const recordRelease = (
  tx: Tx,
  { tenants }: StudioContext,
  caller: Caller,
  action: string,
  row: StudioReleaseRow,
  payload: Record<string, Parameters<typeof studioEntry>[3]>,
): Promise<void> =>
  tenants.supervision.record(tx, caller.tenantId, [
    studioEntry(caller, action, `studio-release:${row.id}`, { package: row.package_key, name: row.name, ...payload }),
  ])
