import { inTransaction, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyEvidence, type Evidence } from './evidence.ts'
import { ED25519_SHA256, SM2_SM3 } from './suite.ts'
import { anEntryInput, aSupervision } from './testing/a-supervision.ts'

describeOnDatabases('what the log says of a case, taken out with its proofs', (open) => {
  describe.each([ED25519_SHA256, SM2_SM3])('$name', (suite) => {
    let db: Database
    let it1: ReturnType<typeof aSupervision>
    let evidence: Evidence
    beforeAll(async () => {
      db = await open()
      it1 = aSupervision(db, suite)
      const { log } = it1
      for (let i = 0; i < 23; i++) {
        await inTransaction(db, (tx) => log.record(tx, 't', [anEntryInput({ subject: `case:${i % 3}`, payload: { 序号: i } })]))
        if (i % 5 === 0) await log.seal('t')
      }
      evidence = await log.evidence('t', 'case:1')
    })
    afterAll(() => it1.remove())

    it('holds by itself, also when the log has grown', async () => {
      const report = verifyEvidence(evidence, evidence.publicKey, 'case:1')
      expect(report.problems).toEqual([])
      expect(report.entries.map(({ payload }) => payload)).toEqual([1, 4, 7, 10, 13, 16, 19, 22].map((n) => ({ 序号: n })))
      expect([evidence.count, report.size]).toEqual([8, 23])
      await inTransaction(db, (tx) => it1.log.record(tx, 't', [anEntryInput()]))
      await it1.log.seal('t')
      expect(verifyEvidence(evidence, evidence.publicKey, 'case:1').problems).toEqual([])
    })

    const swapped = (text: string): string =>
      text
        .split('\n')
        .slice(0, -1)
        .reverse()
        .map((line) => `${line}\n`)
        .join('')
    it.each<[string, (whole: Evidence) => Partial<Evidence>, string, RegExp]>([
      [
        'a payload that was changed',
        ({ entries }) => ({ entries: entries.replace('{"序号":7}', '{"序号":8}') }),
        'case:1',
        /第 3 条记录的内容被改动/,
      ],
      [
        'an actor who was changed',
        ({ entries }) => ({ entries: entries.replace('"actorId":"shenqing"', '"actorId":"other"') }),
        'case:1',
        /第 1 条记录被改动/,
      ],
      ['white space', ({ entries }) => ({ entries: entries.replace(':', ': ') }), 'case:1', /无法读取或者被改动/],
      ['another order', ({ entries }) => ({ entries: swapped(entries) }), 'case:1', /没有对应的证明/],
      ['one left out', ({ entries }) => ({ entries: entries.slice(entries.indexOf('\n') + 1) }), 'case:1', /数目不一致/],
      ['another subject', () => ({}), 'case:2', /不是本办件的记录/],
      ['proofs that are none', () => ({ proofs: '{"checkpoint":1}' }), 'case:1', /证明文件无法读取/],
      ['a head that was changed', ({ proofs }) => ({ proofs: proofs.replace('time 1', 'time 2') }), 'case:1', /检查点的签名与公钥不符/],
      [
        'another hash on the way',
        ({ proofs }) => ({ proofs: proofs.replace(/(?<="hashes":\[")../, (two) => (two === '00' ? 'ff' : '00')) }),
        'case:1',
        /不在已签名的日志之中/,
      ],
    ])('%s is found', (_, change, subject, words) => {
      const { problems } = verifyEvidence({ ...evidence, ...change(evidence) }, evidence.publicKey, subject)
      expect(problems.join('\n')).toMatch(words)
    })

    it('another key, or none, is found', async () => {
      const other = aSupervision(db, suite)
      const publicKey = await other.log.publicKey('t')
      expect(verifyEvidence(evidence, publicKey, 'case:1').problems).toEqual(['监察日志检查点的签名与公钥不符'])
      expect(verifyEvidence(evidence, '', 'case:1').problems).toEqual(['监察日志公钥无法读取'])
      other.remove()
    })
  })
})
