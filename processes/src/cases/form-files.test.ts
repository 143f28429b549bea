import { afterEach, beforeEach, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, FOOD_FORM, FOOD_MATTER, foodCase, openOffice, type Office } from '../testing/index.ts'

let office: Office
const person = (userId: string) => new Actor(office, userId)
const fileOf = async (actor: Actor, name: string) => ({ fileId: await actor.uploads(name), name, size: 1000 })

beforeEach(async () => {
  office = await openOffice({
    packageFolder: `${PACKAGES_FOLDER}/c3-licensing`,
    startAt: Date.parse('2026-09-18T09:00:00+08:00'),
    alter: ({ forms, manifest }) => {
      const food = manifest.matters.find(({ key }) => key === FOOD_MATTER)!
      forms[food.applicationForm]!.properties.photos = { type: 'array', title: '门头照片', 'x-component': 'Upload', maxItems: 5 }
    },
  })
})
afterEach(() => office.close())

it('files that a supplement names are judged like those of an application, and are the case’s from then on', async () => {
  // given an application with a file, which the clerk may open, and a supplement that is asked for
  const applicant = person('shenqing')
  const [first, second] = [await fileOf(applicant, '正面.pdf'), await fileOf(applicant, '侧面.pdf')]
  const caseId = await foodCase(office, person, 'Task_Intake', { ...FOOD_FORM, photos: [first] })
  const clerk = await person('chuangkou').caller()
  expect(await office.cases.openFile(clerk, first.fileId)).toMatchObject({ name: '正面.pdf' })
  await person('chuangkou').does('Task_Intake', 'supplement', {
    fields: { missing: [{ key: 'floor-plan', fault: 'defective', text: '请补充照片' }] },
  })
  await office.documents.make()
  const supplement = (photos: object[]) => applicant.supplements(caseId, { form: { ...FOOD_FORM, photos } })

  // when the supplement names what somebody else uploaded, it is refused
  const foreign = await fileOf(person('chengban'), '别人的.pdf')
  await expect(supplement([first, foreign])).rejects.toMatchObject({
    code: 'FORM_INVALID',
    details: { problems: [{ path: 'photos', code: 'FILE_NOT_FOUND' }] },
  })
  // then with his own it is taken, and the clerk may open it
  await supplement([first, second])
  expect(await office.cases.openFile(clerk, second.fileId)).toMatchObject({ name: '侧面.pdf' })
})
