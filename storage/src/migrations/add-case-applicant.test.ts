import { expect, it } from 'vitest'
import { describeOnDatabases } from '../testing/index.ts'
import { migration } from './202611270340-add-case-applicant.ts'

describeOnDatabases('who applied, of cases from before it was kept', (open) => {
  it.each([
    ['三湖县湖滨面馆', { licence: { creditCode: '92320899MA1XYN123T' } }, 'individual-business', 'SHXHBMG'],
    ['三湖县自来水有限公司', { legalPersonId: '320831198506120018', creditCode: '91320899014286126J' }, 'organisation', 'SHXZLSYXGS'],
    ['单晓', { idNumber: '32083119850612002X', phone: '13800000000' }, 'person', 'SX'],
  ])('%s', async (name, form, kind, initials) => {
    const db = await open()
    await db('case_file').delete()
    await db('case_file').insert({
      ...{ tenant_id: 't', id: 'c', case_no: 'NO', instance_id: 'i', matter_key: 'food', matter_version: 1, matter_name: '食品' },
      ...{ organ_id: 'scjg', organ_name: '市监局', applicant_id: 'u', applicant_name: name, form: JSON.stringify(form) },
      ...{ status: 'accepted', submitted_at: 1, received_at: 1, intake_due_at: 1, deemed_accepted: false },
    })
    // Twice: on MariaDB a broken migration may come here again.
    await migration.up(db)
    await migration.up(db)
    expect(await db('case_file').first('applicant_kind', 'applicant_initials')).toEqual({
      applicant_kind: kind,
      applicant_initials: initials,
    })
  })
})
