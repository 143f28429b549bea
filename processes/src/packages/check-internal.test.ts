import { beforeAll, describe, expect, it } from 'vitest'
import { Manifest } from '../manifest.ts'
import { checkLoaded } from './check-package.ts'
import { loadPackage, type ProcessPackage } from './load-package.ts'
import { resolveEntries } from './matter-entries.ts'
import { PACKAGES_FOLDER } from './templates.ts'

type Matter = ProcessPackage['manifest']['matters'][number]

describe('an internal matter', () => {
  let good: ProcessPackage
  beforeAll(async () => {
    good = await loadPackage(`${PACKAGES_FOLDER}/c3-licensing`)
  })

  const found = (change: (matter: Matter) => void): string[] => {
    const draft = structuredClone(good)
    change(draft.manifest.matters.find(({ key }) => key === 'food-business-licence')!)
    const codes = ['ROLE_MISSING', 'LEDGER_UNKNOWN', 'LEDGER_WITHOUT_FORM', 'AMENDMENT_DIFFERS', 'SEPARATION_MISSING', 'CLOCK_NOT_STOPPED']
    return [...new Set(checkLoaded(draft).map(({ code }) => code))].filter((code) => codes.includes(code))
  }
  const action = (matter: Matter, task: string) => matter.tasks[task]!.actions[0]!

  it.each<[string, string, (matter: Matter) => void]>([
    [
      'opened by a post that the package does not name',
      'ROLE_MISSING',
      (matter) => (matter.openedBy = { posts: ['gardener'], public: false }),
    ],
    ['whose handing in no ledger knows', 'LEDGER_UNKNOWN', (matter) => (matter.ledger = 'flowers.order')],
    ['with an action that no ledger knows', 'LEDGER_UNKNOWN', (matter) => (action(matter, 'Task_Decide').ledger = 'flowers.pay')],
    [
      'that writes to a ledger while the step is left undone',
      'LEDGER_WITHOUT_FORM',
      (matter) => Object.assign(action(matter, 'Task_Decide'), { ledger: 'flowers.pay', withoutForm: true }),
    ],
    ['that changes the application by another form', 'AMENDMENT_DIFFERS', (matter) => (action(matter, 'Task_Review').effect = 'amend')],
    [
      'whose step takes the application and changes nothing',
      'AMENDMENT_DIFFERS',
      (matter) => (matter.tasks.Task_Decide!.form = matter.applicationForm),
    ],
    [
      'for applicants that stops its clock while it lies with them',
      'CLOCK_NOT_STOPPED',
      (matter) => (matter.tasks.Task_Review!.stopsClock = true),
    ],
    ['for applicants without any separation of duties', 'SEPARATION_MISSING', (matter) => (matter.separation = [])],
  ])('%s is refused', (_, code, change) => expect(found(change)).toContain(code))

  it('says nothing of fees, remedies and visits, and is whole', () => {
    const own = { key: 'purchase', openedBy: { posts: ['handler'] } }
    const [entry] = resolveEntries([own, { key: 'licence' }], () => undefined)
    expect(entry).toMatchObject({
      ...own,
      fees: { charged: false },
      separation: [],
      materials: [],
      publicity: { withheld: expect.any(String) },
    })
    const { matters } = good.manifest
    const whole = { ...good.manifest, matters: [{ ...matters[0]!, ...entry!, limits: matters[0]!.limits }], themes: [] }
    expect(Manifest.safeParse(whole).success).toBe(true)
  })
})
