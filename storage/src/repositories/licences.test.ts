import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { migration } from '../migrations/202611261702-fill-licence.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { licenceEvents, licences, type LicenceRow } from './licences.ts'

const AT = Date.parse('2026-09-18T10:00+08:00')
const everything = () => {}

const aCase = (id: string, change: Record<string, unknown> = {}) => ({
  ...{ tenant_id: 't', id, case_no: `no-${id}`, instance_id: id, matter_key: 'food', matter_version: 1, matter_name: '食品经营许可' },
  ...{ organ_id: 'scjg', organ_name: '市监局', applicant_id: 'u1', applicant_name: '湖畔人家', status: 'granted' },
  form: JSON.stringify({ operatorName: '湖畔人家', items: ['热食', '冷食'], creditCode: '91350100M000100Y43', website: '' }),
  ...{ submitted_at: AT, received_at: AT, intake_due_at: AT, decided_at: AT + 5, deemed_accepted: false },
  ...change,
})

const aLicence = (id: string, change: Partial<LicenceRow> = {}): LicenceRow => ({
  ...{ tenant_id: 't', id, licence_no: `L-${id}`, kind: 'food', name: '食品经营许可证', matter_key: 'food', matter_name: '食品经营许可' },
  ...{ organ_id: 'scjg', organ_name: '市监局', case_id: 'c1', paper_case_id: 'c1', holder_id: 'u2', holder_name: '百分100%店' },
  ...{ holder_code: null, face: [], valid_from: '2026-01-01', valid_until: '2026-12-31', state: 'valid', state_at: null, created_at: AT },
  ...change,
})

describeOnDatabases('licences', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    const face = [
      { label: '经营者名称', field: 'operatorName' },
      { label: '经营项目', field: 'items' },
      { label: '网址', field: 'website' },
    ]
    await db('matter').insert({
      ...{ tenant_id: 't', key: 'food', version: 1, name: '食品经营许可', organ_id: 'scjg', package_key: 'c3', content_hash: 'x' },
      ...{ definition_id: 'd', created_at: AT },
      definition: JSON.stringify({ matter: { licence: { name: '食品经营许可证', kind: 'food-business-licence', face } } }),
    })
    const granted = {
      result: 'grant',
      number: '许准1号',
      licenceNo: 'JY1',
      decidedOn: '2026-09-18',
      validFrom: '2026-09-18',
      validUntil: '2031-09-17',
    }
    const refused = { ...granted, result: 'refuse', licenceNo: null }
    await db('case_file').insert(aCase('c1', { decision: JSON.stringify(granted) }))
    await db('case_file').insert(aCase('c2', { decision: JSON.stringify(refused) }))
    await db('case_file').insert(aCase('c3', { decision: null, status: 'accepted' }))
    // Twice: on MariaDB a broken migration may come here again.
    await migration.up(db)
    await migration.up(db)
  })

  it('granted before there were records of them have one each, with the face that their form gives', async () => {
    expect(await db('licence').select('id')).toHaveLength(1)
    const licence = (await licences(db).byNumber('t', 'JY1'))!
    expect(licence).toMatchObject({
      ...{ kind: 'food-business-licence', name: '食品经营许可证', case_id: 'c1', paper_case_id: 'c1', holder_id: 'u1', state: 'valid' },
      ...{
        holder_name: '湖畔人家',
        holder_code: '91350100M000100Y43',
        valid_from: '2026-09-18',
        valid_until: '2031-09-17',
        created_at: AT + 5,
      },
      face: [
        { label: '经营者名称', text: '湖畔人家' },
        { label: '经营项目', text: '热食、冷食' },
      ],
    })
    expect(await licenceEvents(db).ofLicence('t', licence.id)).toMatchObject([
      { act: 'grant', stage: 'done', case_no: 'no-c1', at: AT + 5 },
    ])
  })

  it('are listed by state as of the day, by kind, by what is due, and by exactly what was typed', async () => {
    await licences(db).insert(aLicence('1'))
    await licences(db).insert(aLicence('2', { valid_until: '2026-06-30', holder_name: '一百店' }))
    await licences(db).insert(aLicence('3', { state: 'revoked', state_at: AT }))
    await licences(db).insert(aLicence('4', { valid_until: null, kind: 'other' }))
    const query = { tenantId: 't', restrict: everything, holderId: 'u2', today: '2026-12-31', limit: 10 }
    const found = async (more: object) => (await licences(db).list({ ...query, ...more })).map(({ id }) => id)
    expect(await found({})).toEqual(['4', '3', '2', '1'])
    expect(await found({ state: 'valid' })).toEqual(['4', '1'])
    expect(await found({ state: 'lapsed' })).toEqual(['2'])
    expect(await found({ state: 'revoked' })).toEqual(['3'])
    expect(await found({ dueBy: '2027-02-01' })).toEqual(['1'])
    expect(await found({ kind: 'other' })).toEqual(['4'])
    expect(await found({ q: '0%' })).toEqual(['4', '3', '1'])
    expect(await found({ q: 'L-2' })).toEqual(['2'])
    expect(await found({ after: '3', limit: 1 })).toEqual(['2'])
    expect(await licences(db).kinds('t', everything)).toHaveLength(3)
    expect(await licences(db).list({ ...query, restrict: (builder) => void builder.where('licence.organ_id', 'other') })).toEqual([])
  })

  it('are renewed by silence only where an application in time lies with the organ undecided', async () => {
    const event = (licenceId: string, caseId: string, change: object = {}) =>
      licenceEvents(db).insert({
        ...{
          tenant_id: 't',
          id: `e-${licenceId}-${caseId}`,
          licence_id: licenceId,
          at: AT,
          act: 'renew',
          stage: 'opened',
          case_id: caseId,
        },
        ...{ silence_at: AT + 9, actor_id: 'u2', actor_name: '店主', reason: null, data: { a: 1 }, ...change },
      })
    await db('case_file').insert(aCase('r1', { status: 'accepted', decision: null }))
    await db('case_file').insert(aCase('r2', { status: 'supplementing', decision: null }))
    await db('case_file').insert(aCase('r3', { status: 'accepted', decision: null }))
    await event('1', 'r1')
    await event('2', 'r2')
    await event('4', 'r3', { silence_at: null })
    await db('case_file').insert(aCase('r4', { status: 'accepted', decision: null, received_at: AT + 9 }))
    await event('4', 'r4')
    expect(await licences(db).nextSilenceAt('t')).toBe(AT + 9)
    expect(await licences(db).renewedBySilence('t', AT + 8, 10)).toEqual([])
    expect(await licences(db).renewedBySilence('t', AT + 9, 10)).toEqual([{ licenceId: '1', caseId: 'r1' }])
    expect(await licenceEvents(db).openCases('t', '1')).toMatchObject([{ act: 'renew', caseId: 'r1', caseNo: 'no-r1', isDecided: true }])
    await event('1', 'r1', { id: 'answer', stage: 'silence', silence_at: null })
    expect(await licences(db).renewedBySilence('t', AT + 9, 10)).toEqual([])
    expect(await licences(db).nextSilenceAt('t')).toBeNull()
    expect(await licenceEvents(db).ofCase('t', 'r1')).toMatchObject([
      { stage: 'silence', silence_at: null },
      { data: { a: 1 }, silence_at: AT + 9 },
    ])
  })

  it('are locked and changed in a transaction', async () => {
    await db.transaction(async (tx) => {
      const locked = (await licences(tx).lock({ tenant_id: 't', id: '1' }))!
      await licences(tx).update(locked, { state: 'withdrawn', state_at: AT, face: [{ label: 'a', text: 'b' }] })
    })
    expect(await licences(db).get('t', '1')).toMatchObject({ state: 'withdrawn', state_at: AT, face: [{ label: 'a', text: 'b' }] })
  })
})
