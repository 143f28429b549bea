import type { Caller } from '@lianban/tenants'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMatterStore } from '../matters/matter-store.ts'
import { readFolder } from '../packages/load-package.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, openOffice, type Office } from '../testing/index.ts'
import { createTryOut, fileOf, runSavedCases, savedCase, type CaseResult } from '../try-out/index.ts'
import { deployInstalled } from './installed.ts'
import { createStudio, type Studio } from './studio.ts'

const START = Date.parse('2026-09-18T09:00:00+08:00')
const FORM = { applicantName: '湖畔农机合作社', contactName: '李春华', phone: '13800138000', request: '申请使用综合服务用房' }
const NOW = { effectiveOn: null, running: 'keep', note: '按会议纪要发布' } as const
const MODEL = 'process.bpmn'

let office: Office
let studio: Studio
/** null: as they really run. */
let runs: CaseResult[] | null = null
let author: Caller
let second: Caller

beforeEach(async () => {
  runs = null
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-rating`, startAt: START })
  studio = createStudio({ ...office, matters: createMatterStore(), runCases: (files) => runs ?? runSavedCases(files) })
  const { users } = office.tenants
  const [one, other] = await Promise.all(['zhuguan', 'zhuguan2'].map((id) => users.caller(office.tenantId, id)))
  author = one!
  second = other!
})
afterEach(() => office.close())

const failing = (message: string): CaseResult => ({ file: 'cases/a.json', name: '正常办结', ok: false, message, at: null, flows: [] })

const person = (userId: string): Actor => new Actor(office, userId)

/** A draft of a new matter that can be published as it is. */
async function newDraft(template = 'acceptance-examination'): Promise<{ id: string; matterKey: string }> {
  const { id } = await studio.drafts.create(author, { name: '用房使用审批', from: { template, organ: 'scjg' } })
  const { packageKey } = await studio.drafts.get(author, id)
  return { id, matterKey: packageKey }
}

async function published(id: string, proposal: Partial<Parameters<Studio['releases']['propose']>[2]> = {}) {
  const release = await studio.releases.propose(author, id, { ...NOW, ...proposal })
  return studio.releases.confirm(second, release.id)
}

/** Changes one file of a draft by words in it. */
async function edit(id: string, path: string, pairs: [string, string][], by = author): Promise<void> {
  const { files, version } = await studio.drafts.get(author, id)
  let text = files[path]!
  for (const [from, to] of pairs) {
    expect(text).toContain(from)
    text = text.replaceAll(from, to)
  }
  await studio.drafts.change(by, id, { version, changes: { [path]: text } })
}

async function actions(prefix: string): Promise<string[]> {
  const { items } = await office.tenants.supervision.entries(office.tenantId, { limit: 200 })
  return items.map(({ action }) => action).filter((action) => action.startsWith(prefix))
}

const versionOf = async (caseId: string): Promise<number> =>
  Number(((await office.database('case_file').where({ id: caseId }).first('matter_version')) as { matter_version: number }).matter_version)

describe('a draft', () => {
  it('is changed by those who have seen it, and everybody who has it open is known', async () => {
    const { id } = await newDraft()
    await studio.drafts.present(author, id)
    expect((await studio.drafts.present(second, id)).editors.map(({ userId }) => userId)).toEqual(['zhuguan', 'zhuguan2'])
    expect(await studio.drafts.change(author, id, { version: 1, changes: { 'forms/new.json': '{}' } })).toEqual({ version: 2 })
    // the other one has seen version 1 only
    const late = studio.drafts.change(second, id, { version: 1, changes: { 'forms/other.json': '{}' } })
    await expect(late).rejects.toMatchObject({ code: 'DRAFT_CHANGED', details: { by: { userId: 'zhuguan' }, version: 2 } })
    expect(Object.keys((await studio.drafts.get(second, id)).files)).toContain('forms/new.json')
    await studio.drafts.change(second, id, { version: 2, changes: { 'forms/new.json': null } })
    expect(Object.keys((await studio.drafts.get(second, id)).files)).not.toContain('forms/new.json')
    office.clock.set(START + 61_000)
    expect((await studio.drafts.get(author, id)).editors).toEqual([])
    const { items } = await office.tenants.supervision.entries(office.tenantId, { limit: 50 })
    const entry = items.find(({ action }) => action === 'draft.changed')
    expect(JSON.stringify(entry)).toContain('forms/new.json')
    expect(JSON.stringify(entry)).not.toContain('bpmn:process')
  })

  it('takes nothing that is no file of a package', async () => {
    const { id } = await newDraft()
    for (const path of ['../manifest.json', 'scenarios/x.test.ts', 'documents/../../x.html', 'forms/x.js', '/manifest.json'])
      await expect(studio.drafts.change(author, id, { version: 1, changes: { [path]: 'x' } })).rejects.toMatchObject({
        code: 'PATH_INVALID',
      })
    const large = studio.drafts.change(author, id, { version: 1, changes: { 'forms/x.json': 'x'.repeat(2_000_001) } })
    await expect(large).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
  })

  it('is for nobody but those who design', async () => {
    const { id } = await newDraft()
    for (const userId of ['chengban', 'xitong', 'jianjian', 'shenqing']) {
      const caller = await office.tenants.users.caller(office.tenantId, userId)
      await expect(studio.drafts.get(caller, id)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    }
  })

  it('says in Chinese what is wrong with it, and where', async () => {
    const { id } = await newDraft()
    expect((await studio.drafts.problems(author, id)).problems).toMatchObject([{ code: 'CASES_MISSING', level: 'warning' }])
    await edit(id, MODEL, [['=workdays(4)', '=workdays(9)']])
    const { problems } = await studio.drafts.problems(author, id)
    expect(problems).toContainEqual(expect.objectContaining({ code: 'DUE_DATE_DIFFERS', level: 'error', elementId: 'Task_Examine' }))
    const said = problems.map(({ message }) => message).join('')
    expect(said).toContain('环节“审查”')
    expect(said).not.toMatch(/[A-Za-z_]{4}/)
    await edit(id, 'matters/matter.json', [
      ['"scjg"', '"nowhere"'],
      ['"handler"', '"ghost"'],
    ])
    const codes = (await studio.drafts.problems(author, id)).problems.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['ORGAN_UNKNOWN', 'POST_UNKNOWN', 'ROLE_MISSING']))
    await studio.drafts.change(author, id, { version: 3, changes: { 'manifest.json': '{' } })
    expect((await studio.drafts.problems(author, id)).problems).toMatchObject([{ code: 'FILE_UNREADABLE', level: 'error' }])
  })
})

describe('what another has', () => {
  it('is not taken over by a draft: matters, processes that no manifest names, decisions, rules of supervision', async () => {
    const mine = await newDraft()
    await published(mine.id)
    const { id, matterKey } = await newDraft()
    const codes = async () => (await studio.drafts.problems(author, id)).problems.map(({ code, level }) => `${code} ${level}`)
    // the supervision case is a process of another package, and no matter
    const { files } = await studio.drafts.get(author, id)
    const supervising = await readFolder(`${PACKAGES_FOLDER}/g2-supervision`)
    const hidden = { 'other.bpmn': supervising['supervision-case.bpmn']!, 'rules.json': supervising['rules.json']! }
    await studio.drafts.change(author, id, { version: 1, changes: hidden })
    expect(await codes()).toEqual(expect.arrayContaining(['PROCESS_KEY_TAKEN error', 'RULES_ELSEWHERE warning']))
    const matter = files['matters/matter.json']!.replaceAll(matterKey, mine.matterKey)
    const model = files[MODEL]!.replaceAll(matterKey, mine.matterKey)
    await studio.drafts.change(author, id, { version: 2, changes: { 'matters/matter.json': matter, [MODEL]: model, 'other.bpmn': null } })
    expect(await codes()).toEqual(expect.arrayContaining(['MATTER_KEY_TAKEN error', 'PROCESS_KEY_TAKEN error']))
    await expect(studio.releases.propose(author, id, NOW)).rejects.toMatchObject({ code: 'RELEASE_PROBLEMS' })
  })
})

describe('a release', () => {
  it('needs a second person, who neither proposed it nor changed the draft last', async () => {
    const { id } = await newDraft()
    await edit(id, 'forms/application.json', [['申请内容', '申请事由']], second)
    const release = await studio.releases.propose(author, id, NOW)
    await expect(studio.releases.confirm(author, release.id)).rejects.toMatchObject({ code: 'SECOND_PERSON' })
    await expect(studio.releases.confirm(second, release.id)).rejects.toMatchObject({ code: 'SECOND_PERSON' })
    expect(await actions('release.')).toEqual(['release.proposed', 'release.confirmation-refused', 'release.confirmation-refused'])
    await expect(studio.releases.propose(author, id, NOW)).rejects.toMatchObject({ code: 'RELEASE_OPEN' })
    await studio.releases.withdraw(author, release.id)
    await edit(id, 'forms/application.json', [['申请事由', '申请内容']])
    const again = await studio.releases.propose(author, id, NOW)
    expect(await studio.releases.confirm(second, again.id)).toMatchObject({ state: 'published', number: 1 })
    await expect(studio.releases.confirm(second, again.id)).rejects.toMatchObject({ code: 'RELEASE_STATE' })
  })

  it('is refused while there are errors or a case that fails', async () => {
    const { id } = await newDraft()
    await edit(id, MODEL, [['=workdays(4)', '=workdays(9)']])
    await expect(studio.releases.propose(author, id, NOW)).rejects.toMatchObject({ code: 'RELEASE_PROBLEMS' })
    await edit(id, MODEL, [['=workdays(9)', '=workdays(4)']])
    runs = [failing('应当停在“审核”')]
    await expect(studio.releases.propose(author, id, NOW)).rejects.toMatchObject({ code: 'RELEASE_CASES_FAILED', details: { cases: runs } })
    runs = null
    await expect(studio.releases.propose(author, id, { ...NOW, effectiveOn: '2026-09-17' })).rejects.toMatchObject({
      code: 'RELEASE_DAY_PASSED',
    })
    const release = await studio.releases.propose(author, id, NOW)
    runs = [failing('失败')]
    await expect(studio.releases.confirm(second, release.id)).rejects.toMatchObject({ code: 'RELEASE_CASES_FAILED' })
    await studio.releases.refuse(second, release.id, '用例未通过')
    expect(await studio.releases.get(author, release.id)).toMatchObject({ state: 'refused', decisionNote: '用例未通过', matters: [] })
  })

  it('is guarded by the cases that are saved with it, which also say what nobody has tried', async () => {
    const { id, matterKey } = await newDraft()
    const { files } = await studio.drafts.get(author, id)
    const session = createTryOut({ files, matter: matterKey, now: START })
    session.submit(FORM)
    session.act('Task_Intake', 'scjg:window-clerk:1', 'not-accept', { opinion: '不属于本机关职权范围' })
    const saved = savedCase(session, { name: '不予受理', variables: ['intakeResult'] })
    await studio.drafts.change(author, id, { version: 1, changes: { [fileOf(saved.name)]: JSON.stringify(saved) } })
    const { problems } = await studio.drafts.problems(author, id)
    expect([...new Set(problems.map(({ code, level }) => `${code} ${level}`))]).toEqual(['FLOW_NOT_COVERED warning'])
    const elements = problems.map(({ elementId }) => elementId)
    expect(elements).toContain('Flow_14')
    expect(elements).not.toContain('Flow_3')
    // when the process does not go that way any more, then the case is red and nothing is published
    await edit(id, 'matters/matter.json', [['"End_NotAccepted": "not-accepted"', '"End_NotAccepted": "closed"']])
    expect((await studio.drafts.problems(author, id)).problems).toMatchObject([
      { code: 'CASE_FAILED', place: 'cases/不予受理.json', level: 'error' },
    ])
    await expect(studio.releases.propose(author, id, NOW)).rejects.toMatchObject({ code: 'RELEASE_CASES_FAILED' })
    await edit(id, 'matters/matter.json', [['"End_NotAccepted": "closed"', '"End_NotAccepted": "not-accepted"']])
    expect(await published(id)).toMatchObject({ state: 'published' })
  })

  it('makes a matter that is applied for and handled to its document', async () => {
    const { id, matterKey } = await newDraft()
    await published(id)
    expect((await studio.drafts.get(author, id)).state).toBe('published')
    const caseId = await person('shenqing').submits(matterKey, FORM, {})
    await person('chuangkou').does('Task_Intake', 'accept')
    const [notice] = await office.documents.make(caseId)
    expect(notice?.html).toContain('受理通知书')
    await person('chengban').does('Task_Examine', 'pass', { opinion: '符合条件', form: { finding: '符合条件', conclusion: '符合条件' } })
    await person('shenhe').does('Task_Audit', 'pass', { opinion: '同意' })
    await person('pizhun').does('Task_Decide', 'grant')
    const [decision] = await office.documents.make(caseId)
    expect(decision?.html).toContain('同意决定书')
    await person('chujian').does('Task_Deliver', 'deliver', {
      form: { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-09-18' },
    })
    await office.documents.make(caseId)
    const detail = await person('shenqing').sees(caseId)
    expect(detail).toMatchObject({ status: 'granted' })
    expect(detail.documents.map(({ name }) => name)).toEqual(expect.arrayContaining(['受理通知书', '同意决定书', '送达回证']))
    const figures = await studio.overlay(author, matterKey)
    expect(figures.elements.Task_Audit).toEqual({ here: 0, overdue: 0, doneCount: 1, medianMs: 0, p95Ms: 0, returns: 0 })
  })

  it('may begin later: until then new cases run on what is in force', async () => {
    const { id, matterKey } = await newDraft()
    await published(id)
    await edit(id, 'forms/application.json', [['申请内容', '申请事由']])
    await published(id, { effectiveOn: '2026-09-21' })
    expect(await versionOf(await person('shenqing').submits(matterKey, FORM, {}))).toBe(1)
    office.clock.set(Date.parse('2026-09-21T09:00:00+08:00'))
    expect(await versionOf(await person('shenqing').submits(matterKey, FORM, {}))).toBe(2)
  })

  it('is told in words and shown on the canvas', async () => {
    const { id } = await newDraft()
    expect((await studio.drafts.difference(author, id)).against).toBeNull()
    await published(id)
    await edit(id, MODEL, [
      ['name="审核"', 'name="复核"'],
      ['=decisionResult != "return"', '=decisionResult = "grant" or decisionResult = "refuse"'],
    ])
    await edit(id, 'matters/matter.json', [['"post": "reviewer"', '"post": "approver"']])
    await edit(id, 'forms/application.json', [['申请理由', '申请缘由']])
    await edit(id, 'documents/grant-decision.html', [['符合规定条件', '符合规定的条件']])
    const { against, words, elements } = await studio.drafts.difference(author, id)
    expect(against).toMatchObject({ number: 1 })
    expect(elements[MODEL]).toEqual({ added: [], removed: [], changed: ['Flow_20', 'Task_Audit'], moved: [] })
    const texts = words.map(({ area, text }) => `${area} ${text}`)
    expect(texts).toContain('process 人工环节“复核”的名称由“审核”改为“复核”')
    expect(texts.find((text) => text.startsWith('process 连线“作出决定”的条件由'))).toBeDefined()
    expect(texts).toContain('matter 环节“复核”的办理岗位由“审核人”改为“批准人”')
    expect(texts).toContain('form 字段“申请理由”的标题由“申请理由”改为“申请缘由”')
    expect(texts.find((text) => text.startsWith('document 增加'))).toContain('符合规定的条件')
  })
})

/** The step 审核 is another element in the next version, and one more stands before it. */
const RENAMED: [string, string][] = [['Task_Audit', 'Task_Recheck']]

describe('running cases', () => {
  const begun = async () => {
    const { id, matterKey } = await newDraft()
    await published(id)
    const caseId = await person('shenqing').submits(matterKey, FORM, {})
    await person('chuangkou').does('Task_Intake', 'accept')
    await office.documents.make(caseId)
    await person('chengban').does('Task_Examine', 'pass', { opinion: '符合条件', form: { finding: '符合条件', conclusion: '符合条件' } })
    await edit(id, MODEL, RENAMED)
    await edit(id, 'matters/matter.json', RENAMED)
    return { id, matterKey, caseId }
  }
  const finish = async (caseId: string, step: string) => {
    await person('shenhe').does(step, 'pass', { opinion: '同意' })
    await person('pizhun').does('Task_Decide', 'grant')
    const [decision] = await office.documents.make(caseId)
    expect(decision?.html).toContain('同意决定书')
  }

  it('keep their version unless they are taken over', async () => {
    const { id, caseId, matterKey } = await begun()
    expect((await studio.drafts.impact(author, id)).matters).toEqual([
      { key: matterKey, name: '申请事项(请改名)', running: 1, steps: [{ elementId: 'Task_Audit', name: '审核', count: 1, lost: true }] },
    ])
    await published(id)
    expect(await versionOf(caseId)).toBe(1)
    await finish(caseId, 'Task_Audit')
  })

  it('are taken over where a mapping says where they go, taken back, and the release is rolled back', async () => {
    const { id, caseId } = await begun()
    // given a release that maps nothing, then the case stays where it was and it is said why
    const unmapped = await published(id, { running: 'migrate' })
    expect(unmapped.migration).toMatchObject({ state: 'done', cases: [{ caseId, state: 'failed' }] })
    expect(unmapped.migration.cases[0]?.message).toContain('“审核”')
    expect(await versionOf(caseId)).toBe(1)
    // when the next one maps the step, then the case goes on there
    await edit(id, 'forms/application.json', [['申请内容', '申请事由']])
    const proposal = { ...NOW, running: 'migrate', mapping: { Task_Audit: 'Task_Recheck' } } as const
    const proposed = await studio.releases.propose(author, id, proposal)
    expect((await studio.releases.dryRun(second, proposed.id)).cases).toMatchObject([{ caseId, version: 1, problems: [] }])
    const release = await studio.releases.confirm(second, proposed.id)
    expect(release.migration.cases).toMatchObject([{ caseId, state: 'migrated', fromVersion: 1, toVersion: 3 }])
    expect((await person('shenhe').inbox()).map(({ elementId }) => elementId)).toEqual(['Task_Recheck'])
    // when it is undone, then it stands where it stood
    expect(await studio.releases.undoMigration(author, release.id)).toEqual({ undone: 1, stay: [] })
    expect([await versionOf(caseId), ...(await person('shenhe').inbox()).map(({ elementId }) => elementId)]).toEqual([1, 'Task_Audit'])
    await expect(studio.releases.undoMigration(author, release.id)).rejects.toMatchObject({ code: 'NOTHING_MIGRATED' })
    expect((await studio.releases.dryRun(author, release.id)).cases).toMatchObject([{ caseId, problems: [] }])
    // when the release is rolled back, then what was before it is the next version, letter by letter
    const back = await studio.releases.rollBack(author, release.id, NOW)
    await expect(studio.releases.confirm(author, back.id)).rejects.toMatchObject({ code: 'SECOND_PERSON' })
    expect(await studio.releases.confirm(second, back.id)).toMatchObject({ source: 'roll-back', restores: unmapped.id, number: 4 })
    const { items } = await studio.releases.list(author, release.packageKey)
    const rows = (await office.database('studio_release').select('id', 'files')) as { id: string; files: string }[]
    const filesOf = (releaseId: string) => JSON.parse(rows.find((row) => row.id === releaseId)!.files) as unknown
    expect(filesOf(items[0]!.id)).toEqual(filesOf(unmapped.id))
    await finish(caseId, 'Task_Audit')
    expect(await actions('case.version-changed')).toHaveLength(2)
  })

  it('are taken over on the day that the release begins', async () => {
    const { id, caseId } = await begun()
    await published(id, { running: 'migrate', mapping: { Task_Audit: 'Task_Recheck' }, effectiveOn: '2026-09-21' })
    await studio.releases.carryOutDue(office.tenantId)
    expect(await versionOf(caseId)).toBe(1)
    office.clock.set(Date.parse('2026-09-21T00:01:00+08:00'))
    expect(await studio.releases.carryOutDue(office.tenantId)).toEqual({ failures: [] })
    expect(await versionOf(caseId)).toBe(2)
    await finish(caseId, 'Task_Recheck')
  })
})

describe('a package', () => {
  it('goes out as a ZIP and comes in again, with the organs and posts that the county has', async () => {
    const { id, matterKey } = await newDraft()
    await published(id)
    const { bytes } = await studio.exportPackage(author, matterKey)
    const same = await studio.importPackage(author, bytes)
    expect(same).toMatchObject({ unknown: { organs: [], posts: [] }, ignored: [], name: '用房使用审批' })
    const copy = await studio.drafts.create(author, { name: '副本', from: { import: same.id } })
    expect((await studio.drafts.get(author, copy.id)).files).toEqual((await studio.drafts.get(author, id)).files)
    // what the county does not have is listed, and mapped everywhere it stands
    await edit(id, 'matters/matter.json', [
      ['"organ": "scjg"', '"organ": "elsewhere"'],
      ['"handler"', '"clerk-of-theirs"'],
    ])
    await edit(id, 'manifest.json', [['"handler"', '"clerk-of-theirs"']])
    await edit(id, MODEL, [[':handler"', ':clerk-of-theirs"']])
    const { writeZip } = await import('../archives/zip.ts')
    const { files } = await studio.drafts.get(author, id)
    const foreign = await writeZip(new Map(Object.entries(files).map(([path, text]) => [`theirs/${path}`, Buffer.from(text)])), START)
    const taken = await studio.importPackage(author, foreign)
    expect(taken.unknown).toEqual({ organs: ['elsewhere'], posts: [{ key: 'clerk-of-theirs', name: '承办人' }] })
    const mapped = await studio.drafts.create(author, {
      name: '引进',
      from: { import: taken.id, organs: { elsewhere: 'scjg' }, posts: { 'clerk-of-theirs': 'handler' } },
    })
    expect(JSON.stringify((await studio.drafts.get(author, mapped.id)).files)).not.toMatch(/elsewhere|clerk-of-theirs/)
    expect((await studio.drafts.problems(author, mapped.id)).problems.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('that is none, or climbs out of its folder, is refused', async () => {
    const { writeZip } = await import('../archives/zip.ts')
    const zip = (entries: Record<string, string>) =>
      writeZip(new Map(Object.entries(entries).map(([path, text]) => [path, Buffer.from(text)])), START)
    await expect(studio.importPackage(author, Buffer.from('PK nonsense'))).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' })
    await expect(studio.importPackage(author, await zip({ 'readme.txt': 'x' }))).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' })
    const many = await zip(Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`forms/f${n}.json`, '{}'])))
    await expect(studio.importPackage(author, many)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' })
    const climbing = await studio
      .importPackage(author, await zip({ 'manifest.json': '{"name":"x"}', '../../etc/passwd': 'x' }))
      .then(({ files, ignored }) => ({ files: Object.keys(files), ignored }))
      .catch(({ code }: { code: string }) => code)
    expect(climbing).toEqual('ARCHIVE_INVALID')
  })

  it('of the program is kept as a release; what the county made of it stays in force when the program brings another', async () => {
    const bring = async (name: string) => {
      const { readPackage } = await import('../packages/read-package.ts')
      const files = await readFolder(`${PACKAGES_FOLDER}/c3-licensing`)
      const processPackage = readPackage({ ...files, 'manifest.json': files['manifest.json']!.replace('电子政务', name) })
      const keys = ['food-business-licence']
      const manifest = {
        ...processPackage.manifest,
        themes: [],
        matters: processPackage.manifest.matters.filter(({ key }) => keys.includes(key)),
      }
      return deployInstalled({ ...office, processPackage: { ...processPackage, manifest } })
    }
    expect([await bring('电子政务'), await bring('电子政务'), await bring('电子政务二')]).toEqual([true, true, true])
    const { items } = await studio.releases.list(author, 'c3')
    expect(items.map(({ number, source, name }) => [number, source, name])).toEqual([
      [2, 'installed', '电子政务二'],
      [1, 'installed', '电子政务'],
    ])
    expect((await studio.packages(author)).items).toContainEqual(expect.objectContaining({ key: 'c3', releaseId: items[0]!.id }))
    const { id } = await studio.drafts.create(author, { name: '电子政务', from: { package: 'c3' } })
    expect((await studio.drafts.get(author, id)).basedOn).toBe(items[0]!.id)
    expect((await studio.drafts.difference(author, id)).words).toEqual([])
    await expect(studio.releases.propose(author, id, NOW)).rejects.toMatchObject({ code: 'RELEASE_UNCHANGED' })
  })
})

describe('what helps to design', () => {
  it('says who would get a step: leavers, those who come, agents, or nobody', async () => {
    const at = (day: string) => studio.people(author, { post: 'approver', organ: 'scjg', on: day })
    expect(await at('2026-09-18')).toMatchObject({ organ: { id: 'scjg' }, people: [{ userId: 'pizhun' }], vacant: false })
    const { users } = office.tenants
    const by = { actor: { userId: 'anquan', name: '吕安' } }
    await users.disable({ tenantId: office.tenantId, userId: 'pizhun', reason: '调离', by })
    expect(await at('2026-09-19')).toMatchObject({ people: [], vacant: true })
  })

  it('knows the fields that the county asks for everywhere', async () => {
    const { id } = await newDraft()
    await published(id)
    const { id: other } = await newDraft('declaration-review')
    await published(other)
    const { fields } = await studio.dictionary(author)
    expect(fields.map(({ key }) => key)).toEqual(expect.arrayContaining(['applicantName', 'contactName', 'phone']))
    expect(fields.map(({ key }) => key)).not.toContain('project')
    expect(fields.find(({ key }) => key === 'phone')).toMatchObject({ title: '手机号码', schema: { format: 'mobile-cn' }, carried: true })
  })
})
