import { licences } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, foodCase, openOffice } from '../testing/index.ts'
import { SHOWING_MS } from './licence-showings.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: Error & { code: string }) => error.code,
  )

describeOnDatabases('showing a licence 出示码', (open) => {
  it('opens it once, within five minutes, to whoever has the code; every look is in the log', async () => {
    // given a licence
    const office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW, database: await open() })
    const { licenceShowings: showings, tenantId, clock } = office
    const person = (userId: string) => new Actor(office, userId)
    await foodCase(office, person, 'Task_Decide')
    await person('pizhun').does('Task_Decide', 'grant')
    await office.documents.make()
    const holder = await new Actor(office, 'shenqing').caller()
    const [licence] = (await office.cases.listLicences(holder, { view: 'mine', limit: 1 })).items
    expect(await licences(office.database).get(tenantId, licence!.id)).toBeDefined()

    // when its holder shows it, and somebody looks
    const shown = await showings.show(holder, licence!.id)
    expect(await showings.isThere(tenantId, shown.token)).toBe(true)
    expect(await showings.state(holder, shown.id)).toMatchObject({ state: 'waiting', seenAt: null })
    const seen = await showings.look(tenantId, shown.token, '192.0.2.8')
    expect(seen).toMatchObject({ licenceNo: licence!.licenceNo, standingText: '有效' })
    expect(JSON.stringify(seen)).not.toMatch(/history|11010519491231002X/)
    // then it is used up, and its holder sees that
    expect(await showings.isThere(tenantId, shown.token)).toBe(false)
    expect(await code(showings.look(tenantId, shown.token))).toBe('SHOWING_OVER')
    expect((await showings.state(holder, shown.id)).state).toBe('seen')
    const { items } = await office.tenants.supervision.entries(tenantId, { subject: `licence:${licence!.id}`, limit: 10 })
    expect(items.find(({ action }) => action === 'licence.seen')).toMatchObject({ ip: '192.0.2.8' })

    // and another is over by its time, when the next is shown, and when it is taken back
    const old = await showings.show(holder, licence!.id)
    const next = await showings.show(holder, licence!.id)
    expect(await code(showings.look(tenantId, old.token))).toBe('SHOWING_OVER')
    await showings.end(holder, next.id)
    expect(await code(showings.look(tenantId, next.token))).toBe('SHOWING_OVER')
    const last = await showings.show(holder, licence!.id)
    clock.set(clock() + SHOWING_MS)
    expect(await code(showings.look(tenantId, last.token))).toBe('SHOWING_OVER')
    expect(await code(showings.look(tenantId, 'nothing'))).toBe('SHOWING_OVER')
    // and nobody shows what he does not hold
    const clerk = await new Actor(office, 'chengban').caller()
    expect(await code(showings.show(clerk, licence!.id))).toBe('NOT_FOUND')
    expect(await code(showings.state(clerk, last.id))).toBe('NOT_FOUND')
    await office.close()
  })
})
