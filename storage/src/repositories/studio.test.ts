import { expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { matters } from './matters.ts'
import { studioDrafts, type StudioDraftRow } from './studio-drafts.ts'
import { studioFigures } from './studio-figures.ts'
import { fileHash, filesHash, studioFiles } from './studio-files.ts'
import { studioReleases, type StudioReleaseRow } from './studio-releases.ts'

const T = 't'
const HOUR = 3_600_000

const draft = (change: Partial<StudioDraftRow> = {}): StudioDraftRow => ({
  ...{ tenant_id: T, id: 'd1', name: '草稿', package_key: 'p1', version: 1, files: { 'manifest.json': 'h1' }, based_on: null },
  ...{ created_by: 'a', created_at: 1, updated_by: 'a', updated_by_name: '甲', updated_at: 1 },
  ...change,
})

const release = (change: Partial<StudioReleaseRow> = {}): StudioReleaseRow => ({
  ...{ tenant_id: T, id: 'r1', package_key: 'p1', name: '包', number: null, source: 'draft', state: 'proposed' },
  ...{ draft_id: 'd1', draft_version: 1, restores: null, files: { a: 'h1' }, files_hash: 'x', effective_on: null, running: 'keep' },
  ...{ mapping: { A: 'B' }, note: '', last_editor: 'a', proposed_by: 'a', proposed_by_name: '甲', proposed_at: 1 },
  ...{
    decided_by: null,
    decided_by_name: null,
    decided_at: null,
    decision_note: null,
    published_at: null,
    migration: 'none',
    busy_since: null,
  },
  ...change,
})

describeOnDatabases('what the studio keeps', (open) => {
  it('a content once, whatever path it is at, and the same names and contents have one hash', async () => {
    const db = await open()
    const files = studioFiles(db)
    const [one, other] = await Promise.all([
      files.put(T, { 'a.json': '甲', 'b.json': '甲', 'c.json': 'ａ' }),
      files.put(T, { 'a.json': '甲' }),
    ])
    expect([one!['a.json'], other!['a.json']]).toEqual([fileHash('甲'), fileHash('甲')])
    expect(await db('studio_file').where({ tenant_id: T })).toHaveLength(2)
    expect(await files.get(T, one!)).toEqual({ 'a.json': '甲', 'b.json': '甲', 'c.json': 'ａ' })
    await expect(files.get('other', one!)).rejects.toThrow('is missing')
    expect(filesHash({ b: '1', a: '2' })).toBe(filesHash({ a: '2', b: '1' }))
    expect(filesHash({ a: '1', b: '2' })).not.toBe(filesHash({ a: '2', b: '1' }))
  })

  it('a draft by its version, its editors while they are heard of, an import until it is old', async () => {
    const drafts = studioDrafts(await open())
    await drafts.insert(draft())
    const [first, second] = await Promise.all([
      drafts.replace(draft({ version: 2, name: '一' })),
      drafts.replace(draft({ version: 2, name: '二' })),
    ])
    expect([first, second].filter(Boolean)).toHaveLength(1)
    expect(await drafts.get(T, 'd1')).toMatchObject({ version: 2, files: { 'manifest.json': 'h1' } })
    expect((await drafts.list(T)).map(({ id }) => id)).toEqual(['d1'])
    await drafts.setBase(T, 'd1', 'r1')
    expect(await drafts.get(T, 'd1')).toMatchObject({ version: 2, based_on: 'r1' })
    const editor = { tenant_id: T, draft_id: 'd1', user_id: 'a', name: '甲' }
    await Promise.all([drafts.seen({ ...editor, seen_at: 10 }, 0), drafts.seen({ ...editor, user_id: 'b', name: '乙', seen_at: 20 }, 0)])
    await drafts.seen({ ...editor, seen_at: 30 }, 15)
    expect((await drafts.editors(T, 'd1', 15)).map(({ user_id, since }) => [user_id, since])).toEqual([
      ['b', 20],
      ['a', 30],
    ])
    await drafts.insertImport({ tenant_id: T, id: 'i1', files: { a: 'h' }, created_by: 'a', created_at: 5 })
    expect([await drafts.deleteImportsBefore(T, 5), await drafts.deleteImportsBefore(T, 6)]).toEqual([0, 1])
    expect([await drafts.remove(T, 'd1'), await drafts.remove(T, 'd1')]).toEqual([true, false])
  })

  it('a release that is decided once, numbered in its package, with its matters and cases', async () => {
    const releases = studioReleases(await open())
    await releases.insert(release())
    const decided = await Promise.all(
      ['publishing', 'refused'].map((state) => releases.change(release(), { state: 'proposed' }, { state: state as 'refused' })),
    )
    expect(decided.filter(Boolean)).toHaveLength(1)
    await releases.insert(
      release({ id: 'r2', state: 'published', number: 1, proposed_at: 2, migration: 'waiting', effective_on: '2026-09-21' }),
    )
    expect(await releases.nextNumber(T, 'p1')).toBe(2)
    await expect(releases.insert(release({ id: 'r3', number: 1 }))).rejects.toThrow()
    expect(await releases.latest(T, 'p1')).toMatchObject({ id: 'r2', mapping: { A: 'B' } })
    expect((await releases.byNumber(T, 'p1', 1))?.id).toBe('r2')
    expect((await releases.list(T, 'p1')).map(({ id }) => id)).toEqual(['r2', 'r1'])
    expect(await releases.migrationsDue(T, '2026-09-20', 0)).toEqual([])
    expect((await releases.migrationsDue(T, '2026-09-21', 0)).map(({ id }) => id)).toEqual(['r2'])
    const begin = () => releases.change(release({ id: 'r2' }), { migration: 'waiting' }, { migration: 'running', busy_since: 50 })
    expect((await Promise.all([begin(), begin()])).filter(Boolean)).toHaveLength(1)
    expect(await releases.migrationsDue(T, '2026-09-21', 50)).toEqual([])
    expect((await releases.migrationsDue(T, '2026-09-21', 51)).map(({ id }) => id)).toEqual(['r2'])
    await releases.insert(release({ id: 'r4', state: 'publishing', proposed_at: 0, busy_since: 10 }))
    expect([(await releases.unfinished(T, 10)).length, (await releases.unfinished(T, 11)).map(({ id }) => id)]).toEqual([0, ['r4']])
    const matter = { tenant_id: T, matter_key: 'm', version: 2, release_id: 'r2', previous_version: 1 }
    expect([await releases.insertMatter(matter), await releases.insertMatter({ ...matter, release_id: 'r1' })]).toEqual([true, false])
    expect(await releases.ofMatter(T, 'm', 2)).toBe('r2')
    const moved = { tenant_id: T, release_id: 'r2', case_id: 'c', case_no: '1', matter_key: 'm', from_version: 1, to_version: 2, at: 9 }
    await releases.putMigrated({ ...moved, state: 'failed', message: '无对应环节' })
    await releases.putMigrated({ ...moved, state: 'migrated', message: null })
    expect(await releases.migrated(T, 'r2')).toEqual([{ ...moved, state: 'migrated', message: null }])
  })

  it('figures of cases at each element, of one version or of all', async () => {
    const db = await open()
    for (const [n, version] of [1, 1, 2, 2, 2].entries()) await aCase(db, n, version)
    const figures = studioFigures(db)
    const of = { tenantId: T, matterKey: 'm', definitionIds: ['p:1', 'p:2'] }
    // four of five ended at Review after 1, 2, 3 and 4 hours; the fifth came back once and stands there, late
    expect(await figures.durations(of, ['Review'], 0)).toEqual([{ elementId: 'Review', doneCount: 5, medianMs: 3 * HOUR, p95Ms: 5 * HOUR }])
    expect(await figures.durations({ ...of, version: 1 }, ['Review'], 0)).toEqual([
      { elementId: 'Review', doneCount: 2, medianMs: HOUR, p95Ms: 2 * HOUR },
    ])
    expect(await figures.durations(of, ['Review'], 5 * HOUR)).toMatchObject([{ doneCount: 1 }])
    expect(await figures.durations(of, ['Nowhere'], 0)).toEqual([])
    expect(await figures.standing(of, 100 * HOUR)).toEqual([{ elementId: 'Review', here: 1, overdue: 1 }])
    expect(await figures.standing(of, 10 * HOUR)).toEqual([{ elementId: 'Review', here: 1, overdue: 0 }])
    expect((await figures.running({ ...of, version: 3 }, 10)).map(({ caseNo, definitionId }) => [caseNo, definitionId])).toEqual([
      ['no4', 'p:2'],
    ])
    expect(await figures.running({ ...of, version: 3 }, 10, 'i4')).toEqual([])
    expect(await figures.running({ ...of, version: 2 }, 10)).toEqual([])
    expect((await figures.runningOf(T, 'c4')).map(({ instanceId }) => instanceId)).toEqual(['i4'])
    expect(await figures.runningOf(T, 'c0')).toEqual([])
    expect(await figures.countOpen(T, 'm')).toBe(1)
    expect([await figures.moveCase(T, 'c4', 1, 3), await figures.moveCase(T, 'c4', 2, 3), await figures.moveCase(T, 'c0', 1, 3)]).toEqual([
      false,
      true,
      false,
    ])
  })

  it('counts a step of several persons once, and as returned to only what was done before and is come back to', async () => {
    const db = await open()
    await aCase(db, 0, 1)
    await aCase(db, 1, 1)
    const figures = studioFigures(db)
    const of = { tenantId: T, matterKey: 'm', definitionIds: ['p:1'] }
    await db('history_activity').delete()
    let number = 0
    const at = (element_id: string, from: number, to: number | null, more: object = {}) =>
      activity(db, {
        ...{ id: `x${++number}`, number, instance_id: 'i0', definition_id: 'p:1', element_id, started_at: from * HOUR },
        ...{ ended_at: to === null ? null : to * HOUR, ...more },
      })
    // given: accepted, voted on by three, back to acceptance, forward again, and one examiner who begins anew by himself
    await at('Accept', 0, 1)
    const votes = async (from: number, to: number) => {
      await at('Vote', from, to, { type: 'multiInstanceBody' })
      for (const later of [2, 1, 0]) await at('Vote', from, to - later, { parent_id: `Vote#multiInstanceBody:x${number}` })
    }
    await votes(1, 5)
    await at('Accept', 5, 6)
    await votes(6, 11)
    await at('Examine', 11, 12)
    await at('Examine', 12, 13)
    // and two organs asked one after the other, the first of them twice, and another case that was only taken away
    await at('Ask', 13, 14, { parent_id: 'Sub:1' })
    await at('Ask', 14, 15, { parent_id: 'Sub:1' })
    await at('Ask', 15, 16, { parent_id: 'Sub:2' })
    await at('Accept', 0, 1, { instance_id: 'i1', canceled: 1 })
    await at('Accept', 2, null, { instance_id: 'i1' })
    // then
    const elementIds = ['Accept', 'Vote', 'Examine', 'Ask']
    const steps = { elementIds, repeated: ['Ask'] }
    expect(await figures.returns(of, steps, 0)).toEqual(
      new Map([
        ['Accept', 1],
        ['Ask', 1],
        ['Examine', 1],
      ]),
    )
    expect(await figures.returns({ ...of, version: 2 }, steps, 0)).toEqual(new Map())
    expect(await figures.durations(of, ['Vote'], 0)).toEqual([{ elementId: 'Vote', doneCount: 2, medianMs: 4 * HOUR, p95Ms: 5 * HOUR }])
  })

  it('the newest version of each matter with its package, and when it ends', async () => {
    const repository = matters(await open())
    const row = {
      tenant_id: T,
      name: '事项',
      organ_id: 'o',
      package_key: 'p1',
      definition: {},
      content_hash: 'x',
      definition_id: 'p:1',
      created_at: 1,
    }
    for (const version of [1, 2]) await repository.insert({ ...row, key: 'm', version, valid_from: null, valid_until: null })
    await repository.insert({ ...row, key: 'n', version: 1, package_key: 'p2', valid_from: null, valid_until: '2026-09-30' })
    expect((await repository.owners(T)).map(({ key, version, package_key }) => [key, version, package_key])).toEqual([
      ['m', 2, 'p1'],
      ['n', 1, 'p2'],
    ])
    expect([await repository.end(T, 'm', '2026-09-30'), await repository.end(T, 'n', '2026-10-01')]).toEqual([true, false])
    expect((await repository.versions(T, 'm')).map(({ valid_until }) => valid_until)).toEqual(['2026-09-30', null])
  })
})

/** Case `n` of a version; each ends at Review after so many hours, but the last, which stands there again. */
async function aCase(db: Database, n: number, version: number): Promise<void> {
  const isLast = n === 4
  const instance = { tenant_id: T, id: `i${n}`, definition_id: `p:${version}`, definition_key: 'p', business_key: `c${n}` }
  await db('process_instance').insert({
    ...instance,
    ...{
      status: isLast ? 'active' : 'completed',
      state: '{}',
      version: 1,
      event_count: 0,
      started_at: 0,
      ended_at: isLast ? null : 1,
      suspended: 0,
    },
    root_instance_id: `i${n}`,
    call_depth: 0,
  })
  await db('case_file').insert({
    ...{
      tenant_id: T,
      id: `c${n}`,
      case_no: `no${n}`,
      instance_id: `i${n}`,
      matter_key: 'm',
      matter_version: version,
      matter_name: '事项',
    },
    ...{ organ_id: 'o', organ_name: '局', applicant_id: 'u', applicant_name: '甲', form: '{}', status: 'accepted', submitted_at: 0 },
    ...{ received_at: 0, intake_due_at: 0, closed_at: isLast ? null : 1 },
  })
  await activity(db, { id: `a${n}`, instance_id: `i${n}`, definition_id: `p:${version}`, ended_at: (n + 1) * HOUR })
  if (!isLast) return
  await activity(db, { id: 'open', instance_id: `i${n}`, definition_id: `p:${version}`, ended_at: null })
  const { id: _, ...of } = instance
  await db('user_task').insert({
    ...of,
    ...{ id: 'open', instance_id: `i${n}`, element_id: 'Review', name: '审核', candidate_users: '[]', candidate_groups: '[]' },
    ...{ created_at: 0, due_at: 50 * HOUR, priority: 50 },
  })
}

async function activity(
  db: Database,
  {
    id,
    instance_id,
    definition_id,
    ended_at,
    ...more
  }: { id: string; instance_id: string; definition_id: string; ended_at: number | null },
): Promise<void> {
  await db('history_activity').insert({
    ...{ tenant_id: T, id, number: 1, instance_id, definition_id, definition_key: 'p', parent_id: instance_id, element_id: 'Review' },
    ...{ name: '审核', type: 'userTask', started_at: 0, ended_at, canceled: 0, complete_scope: 0 },
    ...more,
  })
}
