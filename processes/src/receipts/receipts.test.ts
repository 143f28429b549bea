import { issuedNumbers } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, foodCase, openOffice, type Office } from '../testing/index.ts'
import { receiptCode } from './find-case.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const MINUTE_MS = 60_000

describeOnDatabases('looking a case up by its receipt 收件凭证查询', (open) => {
  const openHere = async (): Promise<Office> =>
    openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW, database: await open() })

  it('tells how the case stands and what is expected of the applicant, and nothing else of him', async () => {
    // given a case that was handed in online, which gets a receipt with its own number and a query code
    const office = await openHere()
    const person = (userId: string) => new Actor(office, userId)
    const caseId = await foodCase(office, person, 'Task_Intake')
    const numbers = await issuedNumbers(office.database).forCase(office.tenantId, caseId)
    const caseNumber = numbers.find(({ kind }) => kind === 'case')!
    const receipt = numbers.find(({ kind }) => kind === 'receipt')!
    expect([receipt.number, caseNumber.query_code]).toEqual([expect.stringMatching(/〔2026〕/), expect.stringMatching(/^\d{6}$/)])
    const code = receiptCode(caseNumber.number, caseNumber.query_code!)

    // when its holder asks with the case's number, or with the receipt's as it can be typed
    const status = await office.receipts.status(office.tenantId, code)
    const typed = receipt.number.replace('〔', ' [').replace('〕', '] ')
    expect(await office.receipts.status(office.tenantId, receiptCode(typed, caseNumber.query_code!))).toEqual(status)
    // then he sees how it stands
    expect(status).toMatchObject({ caseNo: caseNumber.number, receiptNo: receipt.number, statusText: '已提交,待受理', expected: [] })
    expect(JSON.stringify(status)).not.toMatch(/李春华|13800138000|11010519491231002X|湖滨路/)

    // and after the acceptance both limits; what is to be supplemented by its name, not in the words of the notice
    await person('chuangkou').does('Task_Intake', 'supplement', {
      fields: { missing: [{ key: 'floor-plan', fault: 'defective', text: '缺少李春华的签字' }] },
    })
    await office.documents.make()
    const waiting = await office.receipts.status(office.tenantId, code)
    expect(waiting.expected).toEqual([expect.stringMatching(/^请在 2026-\d\d-\d\d 前补正:.*平面/)])
    expect(JSON.stringify(waiting)).not.toContain('李春华')
    await person('shenqing').supplements(caseId, { materials: { 'floor-plan': [await person('shenqing').uploads()] } })
    await person('chuangkou').does('Task_Intake', 'accept')
    const accepted = await office.receipts.status(office.tenantId, code)
    expect([accepted.promised?.left, accepted.statutory?.left]).toEqual([
      expect.stringContaining('个工作日'),
      expect.stringContaining('个工作日'),
    ])
    await office.close()
  })

  it('answers the same for a number that there is not and a wrong code, logs each try, and locks both alike', async () => {
    const office = await openHere()
    const person = (userId: string) => new Actor(office, userId)
    const caseId = await foodCase(office, person, 'Task_Intake')
    const { number, query_code: queryCode } = (await issuedNumbers(office.database).forCase(office.tenantId, caseId)).find(
      ({ kind }) => kind === 'case',
    )!
    const wrong = queryCode === '000000' ? '000001' : '000000'
    const asks = async (code: string): Promise<string> => {
      const answer = await office.receipts.status(office.tenantId, code, '192.0.2.7').catch((error: Error & { code: string }) => error)
      return 'code' in answer ? `${answer.code} ${answer.message}` : 'found'
    }
    // given five tries each
    const tries: string[][] = []
    for (let n = 0; n < 6; n++) tries.push([await asks(`${number}.${wrong}`), await asks(`99999.${wrong}`)])
    for (const [known, unknown] of tries) expect(known).toBe(unknown)
    expect(tries.map(([known]) => known!.split(' ')[0])).toEqual([
      ...Array<string>(4).fill('RECEIPT_UNKNOWN'),
      'RECEIPT_LOCKED',
      'RECEIPT_LOCKED',
    ])
    // then even the right code opens nothing, until the time is over; the one of the QR code is not locked by it
    expect(await asks(`${number}.${queryCode}`)).toContain('RECEIPT_LOCKED')
    office.clock.set(NOW + 15 * MINUTE_MS)
    expect(await asks(`${number}.${queryCode}`)).toBe('found')
    // and the log has every try with its address
    const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: 'receipt:-', limit: 50 })
    const actions = items.map(({ action }) => action)
    expect(actions.filter((action) => action === 'receipt.lookup-failed')).toHaveLength(10)
    expect(actions.filter((action) => action === 'receipt.lookup-locked')).toHaveLength(2)
    expect(items[0]).toMatchObject({ ip: '192.0.2.7' })

    // and counts are forgotten by the housekeeping
    office.clock.set(NOW + 30 * 60 * MINUTE_MS)
    expect(await office.receipts.forgetFailures(office.tenantId)).toBe(1)
    await office.close()
  })
})
