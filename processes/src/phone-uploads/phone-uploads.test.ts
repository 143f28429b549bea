import { describeOnDatabases } from '@lianban/storage/testing'
import { expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, foodCase, openOffice, type Office } from '../testing/index.ts'
import { PHONE_UPLOAD_MS } from './computer-side.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const PLAN = { kind: 'matter' as const, about: 'food-business-licence', materialKey: 'floor-plan', there: 0 }
const photo = (n: number, more: object = {}) => ({
  ...{ sha256: String(n).padStart(64, '0'), size: 1000, mediaType: 'image/jpeg', name: `${n}.jpg` },
  ...more,
})
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: Error & { code: string }) => error.code,
  )

describeOnDatabases('uploads from a telephone 手机扫码上传', (open) => {
  const openHere = async (): Promise<Office> =>
    openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW, database: await open() })

  it('one telephone hands in files for one material, which become the applicant’s own', async () => {
    // given a page on a computer that shows an address
    const office = await openHere()
    const { phoneUploads, tenantId } = office
    const caller = await new Actor(office, 'shenqing').caller()
    const shown = await phoneUploads.open(caller, PLAN)
    expect(await phoneUploads.state(caller, shown.id)).toEqual({ state: 'waiting', expiresAt: NOW + PHONE_UPLOAD_MS, files: [] })

    // when a telephone opens it, it learns what it is for and no more
    const { key, ...page } = await phoneUploads.take(tenantId, shown.token, '192.0.2.9')
    expect(page).toMatchObject({ ownerName: '李*', expiresAt: shown.expiresAt, material: { formats: expect.arrayContaining(['jpg']) } })
    // and no other telephone does
    expect(await code(phoneUploads.take(tenantId, shown.token))).toBe('PHONE_UPLOAD_TAKEN')
    expect(await code(phoneUploads.add(tenantId, { token: shown.token, key: 'x'.repeat(32) }, photo(1)))).toBe('PHONE_UPLOAD_TAKEN')

    // then files come, two of them at once
    const proof = { token: shown.token, key }
    await phoneUploads.check(tenantId, proof)
    const [first, second] = await Promise.all([phoneUploads.add(tenantId, proof, photo(1)), phoneUploads.add(tenantId, proof, photo(2))])
    const { state, files } = await phoneUploads.state(caller, shown.id)
    expect(state).toBe('opened')
    expect(files.map(({ fileId }) => fileId).sort()).toEqual([first.fileId, second.fileId].sort())
    expect(await office.cases.openFile(caller, first.fileId)).toMatchObject({ name: '1.jpg' })
    // what the material does not take is refused
    expect(await code(phoneUploads.add(tenantId, proof, photo(3, { mediaType: 'image/webp' })))).toBe('PHONE_UPLOAD_FORMAT')
    expect(await code(phoneUploads.add(tenantId, proof, photo(3, { size: 11_000_000 })))).toBe('PHONE_UPLOAD_TOO_LARGE')
    // and all of it stands in the log, with the address that it came from
    const { items } = await office.tenants.supervision.entries(tenantId, { subject: `phone-upload:${shown.id}`, limit: 20 })
    expect(items.map(({ action }) => action).sort()).toEqual([
      'phone-upload.opened',
      'phone-upload.received',
      'phone-upload.received',
      'phone-upload.shown',
    ])
    expect(items.find(({ action }) => action === 'phone-upload.opened')).toMatchObject({ ip: '192.0.2.9' })
    await office.close()
  })

  it('is over by its time, when it is taken back, and when another address is shown', async () => {
    const office = await openHere()
    const { phoneUploads, tenantId, clock } = office
    const caller = await new Actor(office, 'shenqing').caller()
    const taken = async () => {
      const { id, token } = await phoneUploads.open(caller, PLAN)
      return { id, token, key: (await phoneUploads.take(tenantId, token)).key }
    }
    const old = await taken()
    const next = await taken()
    expect(await code(phoneUploads.add(tenantId, old, photo(1)))).toBe('PHONE_UPLOAD_OVER')
    await phoneUploads.end(caller, next.id)
    expect(await code(phoneUploads.check(tenantId, next))).toBe('PHONE_UPLOAD_OVER')
    const last = await taken()
    clock.set(NOW + PHONE_UPLOAD_MS)
    expect(await code(phoneUploads.add(tenantId, last, photo(1)))).toBe('PHONE_UPLOAD_OVER')
    expect(await code(phoneUploads.take(tenantId, 'z'.repeat(32)))).toBe('PHONE_UPLOAD_OVER')
    expect(await code(phoneUploads.take(tenantId, '../../etc'))).toBe('PHONE_UPLOAD_OVER')
    expect((await phoneUploads.state(caller, last.id)).state).toBe('over')
    clock.set(NOW + 3 * 24 * 3_600_000)
    expect(await phoneUploads.forgetOld(tenantId)).toBe(3)
    await office.close()
  })

  it('takes no more files than the material has room for, and is nobody else’s to see or to open', async () => {
    const office = await openHere()
    const { phoneUploads, tenantId } = office
    const person = (userId: string) => new Actor(office, userId)
    const caller = await person('shenqing').caller()
    const { maxFiles } = (await office.cases.getMatter(caller, PLAN.about)).materials.find(({ key }) => key === PLAN.materialKey)!
    const { id, token } = await phoneUploads.open(caller, { ...PLAN, there: maxFiles - 1 })
    const { key, left } = await phoneUploads.take(tenantId, token)
    expect(left).toBe(1)
    await phoneUploads.add(tenantId, { token, key }, photo(1))
    expect(await code(phoneUploads.check(tenantId, { token, key }))).toBe('PHONE_UPLOAD_FULL')
    expect(await code(phoneUploads.add(tenantId, { token, key }, photo(2)))).toBe('PHONE_UPLOAD_FULL')

    const clerk = await person('chuangkou').caller()
    expect(await code(phoneUploads.state(clerk, id))).toBe('NOT_FOUND')
    expect(await code(phoneUploads.end(clerk, id))).toBe('NOT_FOUND')
    expect(await code(phoneUploads.open(caller, { ...PLAN, materialKey: 'nothing' }))).toBe('NOT_FOUND')
    // for a supplement, only of a case that is his
    const caseId = await foodCase(office, person, 'Task_Intake')
    const about = { kind: 'case' as const, about: caseId, materialKey: 'floor-plan', there: 0 }
    expect(await code(phoneUploads.open(caller, about))).toBe('done')
    expect(await code(phoneUploads.open(await person('chengguan').caller(), about))).toMatch(/NOT_FOUND|NOT_AUTHORIZED/)
    await office.close()
  })
})
