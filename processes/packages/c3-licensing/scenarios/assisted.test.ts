import { newId } from '@lianban/storage'
import { Actor, openOffice } from '@lianban/processes/testing'
import { expect, it } from 'vitest'
import { FOLDER } from './food-business.ts'
import { aForm, childrenOf, FOOD, HYGIENE, onShortMatters, people, THEME, thePapers } from './restaurant.ts'

const PROXY = { name: '周敏', idNumber: '11010519491231002X' }

it('a theme that was entered at a window through a proxy: each of its matters names him, to its own bureau', async () => {
  const office = await openOffice({ packageFolder: FOLDER, startAt: Date.parse('2026-09-18T09:00:00+08:00'), alter: onShortMatters() })
  const person = (userId: string) => new Actor(office, userId)
  const who = await people({ ...office, person, at: () => Promise.resolve() })
  const materials = { ...(await thePapers(who.lead)), 'power-of-attorney': [await who.lead.uploads('授权委托书.pdf')] }
  const { caseId } = await office.cases.submitAssisted(await who.lead.caller(), {
    ...{ applicantId: 'shenqing', proxy: PROXY, matterKey: THEME, form: aForm(), materials, idempotencyKey: newId() },
  })
  await who.lead.does('Task_Distribute', 'distribute')
  const children = await childrenOf(who.applicant, caseId)
  for (const key of [FOOD, HYGIENE])
    expect((await who.applicant.sees(children[key]!.caseId!)).assistance).toMatchObject({ enteredBy: '王小燕', proxy: { name: '周敏' } })
  // What the clerk entered is one case, and has one receipt.
  expect((await office.cases.assistedToday(await who.lead.caller())).items.map((item) => item.caseId)).toEqual([caseId])
  await office.close()
})
