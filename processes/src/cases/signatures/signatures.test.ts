import { newId } from '@lianban/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { Actor, foodCase, openOffice, tinyPng, type Office } from '../../testing/index.ts'
import { pngSize } from './png-size.ts'
import { checkSignatureImage, signatureBinding } from './signatures.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')

describe('signatures by hand 手写签名', () => {
  let office: Office
  const person = (userId: string) => new Actor(office, userId)
  /** Writes a signature anew. @returns its id */
  const writes = async (userId: string, width = 400) => {
    const stored = await office.objects.put(tinyPng(width, 160))
    return (await office.cases.registerSignature(await person(userId).caller(), stored)).signatureId
  }
  beforeAll(async () => {
    office = await openOffice({
      packageFolder: `${PACKAGES_FOLDER}/c3-licensing`,
      startAt: NOW,
      alter: ({ manifest }) => manifest.matters.forEach(({ tasks }) => tasks.Task_Decide && (tasks.Task_Decide.signature = 'required')),
    })
  })
  afterAll(() => office.close())

  it('a step that is signed is not done without a signature of whoever does it, and one signature stands with one opinion', async () => {
    // given a decision that is signed
    const caseId = await foodCase(office, person, 'Task_Decide')
    const { task, actions } = await person('pizhun').opens('Task_Decide')
    expect(actions.find(({ key }) => key === 'grant')).toMatchObject({ signature: 'required', signedBy: null })
    await office.cases.claim(await person('pizhun').caller(), task.taskId)
    const grant = (rest: { signature?: string }) => person('pizhun').completes(task.taskId, 'grant', { opinion: '准予', ...rest })

    // when it comes without one, with another person's, or with a file that is no signature, then nothing is done
    await expect(grant({})).rejects.toMatchObject({ code: 'SIGNATURE_REQUIRED', details: { problems: [{ path: 'signature' }] } })
    await expect(grant({ signature: await writes('shenhe') })).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
    const upload = await person('pizhun').uploads('图.png', 'image/png')
    await expect(grant({ signature: upload })).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })

    // when he signs it, then the signature stands with his words, on the time line and in the log
    const signature = await writes('pizhun')
    await grant({ signature })
    const line = (await person('pizhun').timeline(caseId)).at(-1)!
    expect(line).toMatchObject({ opinion: '准予', signature: { fileId: signature, by: null } })
    const sha256 = (await office.cases.openFile(await person('shenhe').caller(), signature)).sha256
    const log = await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 100 })
    const payloads = log.items.map(({ payload }) => payload as { task: string; record: { signature?: unknown } })
    const binding = signatureBinding({ task: task.taskId, action: 'grant', opinion: '准予', sha256 })
    expect(payloads.find((one) => one.task === task.taskId && 'record' in one)?.record.signature).toEqual({
      fileId: signature,
      sha256,
      binding,
    })
    // and the applicant sees that it was decided, not how it was signed
    const own = await person('shenqing').timeline(caseId)
    expect(own.every((one) => one.signature === null)).toBe(true)
    await expect(office.cases.openFile(await person('shenqing').caller(), signature)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    // and the same signature is worth nothing for another decision; what sends a case back is signed too
    await foodCase(office, person, 'Task_Decide')
    await expect(person('pizhun').does('Task_Decide', 'grant', { opinion: '准予', signature })).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    })
  })

  it('a signature that is kept signs again, for its owner alone; it is no signature of whoever receives a paper', async () => {
    const approver = await person('pizhun').caller()
    expect(await office.cases.keptSignature(approver)).toBeNull()
    const kept = await writes('pizhun', 500)
    await expect(office.cases.keepSignature(await person('shenhe').caller(), kept)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
    await office.cases.keepSignature(approver, kept)
    expect(await office.cases.keptSignature(approver)).toEqual({ fileId: kept, keptAt: NOW })
    await expect(office.cases.openFile(await person('shenhe').caller(), kept)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    // when two cases are signed with it
    const files: (string | undefined)[] = []
    for (let n = 0; n < 2; n++) {
      await foodCase(office, person, 'Task_Decide')
      const { task } = await person('pizhun').opens('Task_Decide')
      if (!task.assignee) await office.cases.claim(approver, task.taskId)
      await person('pizhun').completes(task.taskId, 'grant', { opinion: '准予', signature: kept })
      files.push((await person('pizhun').timeline(task.caseId)).at(-1)?.signature?.fileId)
    }
    // then each case has a copy of its own, and the kept one is there still
    expect(new Set([...files, kept]).size).toBe(3)

    // when a paper is handed over, then the recipient signs, and his signature is printed on the proof of delivery
    await office.documents.make()
    const clerk = await person('chujian').caller()
    const { task, actions } = await person('chujian').opens('Task_Deliver')
    expect(actions[0]).toMatchObject({ signature: 'optional', signedBy: '受送达人' })
    await office.cases.claim(clerk, task.taskId)
    const form = { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-09-18' }
    const own = await writes('chujian')
    await office.cases.keepSignature(clerk, own)
    const deliver = (signature: string) => person('chujian').completes(task.taskId, 'deliver', { form, signature })
    await expect(deliver(own)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID', message: expect.stringContaining('受送达人本人') })
    await deliver(await writes('chujian', 600))
    const proof = (await office.documents.make()).find(({ template }) => template === 'delivery-receipt')!
    expect(proof.html).toMatch(/<img class="by-hand" src="data:image/)
    expect((await person('chujian').timeline(task.caseId)).find(({ signature }) => signature?.by)).toMatchObject({
      signature: { by: '受送达人' },
    })

    await office.cases.forgetSignature(approver)
    expect(await office.cases.keptSignature(approver)).toBeNull()
  })

  it('what must be signed one by one is in no batch', async () => {
    await foodCase(office, person, 'Task_Decide')
    const { taskId } = (await person('pizhun').inbox())[0]!
    const caller = await person('pizhun').caller()
    expect((await office.cases.batchOffer(caller, [taskId])).actions.map(({ key }) => key)).toEqual([])
    const items = [{ taskId, opinion: '准予', idempotencyKey: newId() }]
    const refused = await office.cases.completeBatch(caller, { action: 'grant', items })
    expect(refused.items).toMatchObject([{ done: false, code: 'NOT_IN_BATCH', message: expect.stringContaining('手写签名') }])
  })

  it.each([
    ['a PNG of a signature', tinyPng(400, 160), null],
    ['no PNG', Buffer.from('%PDF-1.7'), 'PNG'],
    ['a head without a picture', tinyPng(400, 160).subarray(0, 60), 'PNG'],
    ['something behind the picture', Buffer.concat([tinyPng(400, 160), Buffer.from('<script>')]), 'PNG'],
    ['too small', tinyPng(10, 10), '太小'],
    ['too large', tinyPng(3000, 100), '像素'],
    ['too many bytes', Buffer.concat([tinyPng(400, 160).subarray(0, -12), Buffer.alloc(200_001)]), 'KB'],
  ])('is judged by its bytes: %s', (_, bytes, problem) => {
    if (problem !== null) return expect(() => checkSignatureImage(bytes)).toThrow(problem)
    expect(() => checkSignatureImage(bytes)).not.toThrow()
    expect(pngSize(bytes)).toEqual({ width: 400, height: 160 })
  })
})
