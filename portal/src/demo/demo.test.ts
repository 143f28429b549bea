import { diceOf } from '@lianban/processes/try-out'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wrongCitizenId, wrongCreditCode, wrongMobile } from '@lianban/forms'
import { padesSigner } from '@lianban/processes'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../server/config.ts'
import { firmOf, makeApplicants } from './applicants.ts'
import { paperPrinter, plainPdf } from './papers.ts'
import { ARRIVALS } from './plan.ts'
import { playDemo, type DemoResult } from './play.ts'

const UNTIL = '2026-11-13'
/** Two whole installations are made: some seconds each, many where others are at work too. */
const SLOW_MACHINE_MS = 400_000
const LI = { username: 'shenqing', name: '李春华', citizenId: '320899198803060020', phone: '13900000001' }

describe('the dice', () => {
  it('fall alike for the same question and otherwise for another seed', () => {
    const thrown = (seed: string) => Array.from({ length: 20 }, (_, i) => diceOf(seed, 'case', i).whole(1, 1000))
    expect(thrown('1')).toEqual(thrown('1'))
    expect(thrown('1')).not.toEqual(thrown('2'))
  })

  it('take a key as often as its weight says, and never one without weight', () => {
    const counts: Record<string, number> = {}
    for (let i = 0; i < 4000; i++) {
      const key = diceOf('weights', i).weighted({ often: 3, seldom: 1, never: 0 })!
      counts[key] = (counts[key] ?? 0) + 1
    }
    expect(counts.never).toBeUndefined()
    expect(counts.often! / counts.seldom!).toBeGreaterThan(2.5)
    expect(counts.often! / counts.seldom!).toBeLessThan(3.5)
  })
})

describe('the applicants', () => {
  it('have numbers that are right by their standards, and names of their own', () => {
    const applicants = makeApplicants('1', 60, LI)
    for (const applicant of applicants) {
      expect(wrongCitizenId(applicant.citizenId, '2026-11-13'), applicant.citizenId).toBeNull()
      expect(wrongMobile(applicant.phone), applicant.phone).toBeNull()
      const { creditCode } = firmOf('1', applicant, 3)
      expect(wrongCreditCode(creditCode), creditCode).toBeNull()
    }
    expect(new Set(applicants.map(({ name }) => name)).size).toBe(60)
    expect(applicants[0]).toMatchObject(LI)
  })
})

describe('a paper printed as text', () => {
  it('has every word of the page and can be signed like one that Chromium prints', async () => {
    const printer = paperPrinter('none', undefined, () => true)
    const pdf = await printer.render('<html><style>x{}</style><h1>受理通知书</h1><p>A&amp;B 面馆</p><svg><text>印</text></svg></html>')
    const text = pdf.toString('latin1')
    for (const words of ['受理通知书', 'A&B 面馆']) expect(text).toContain(Buffer.from(words, 'utf16le').swap16().toString('hex'))
    const facts = { organName: '局', reason: '出具受理通知书', signedAt: 0 }
    const asked: number[] = []
    const key = {
      algorithm: 'rsa-sha256',
      certificates: [],
      sign: (data: Uint8Array) => Promise.reject(new Error(String(asked.push(data.length)))),
    }
    // The place of the signature is found, whatever the key then says.
    await expect(padesSigner(key as never).sign(plainPdf(['一']), facts)).rejects.not.toMatchObject({ code: 'PDF_UNSUPPORTED' })
    await printer.close()
  })
})

describe('a month in the sample county', () => {
  it(
    'is the same for the same seed, done without a refusal, and not played where something is already',
    async () => {
      const [one, other] = [await newFolder(), await newFolder()]
      const first = await played(one)
      await expect(played(one)).rejects.toMatchObject({ code: 'DEMO_NOT_EMPTY', message: expect.stringContaining('--data-dir') as string })
      const second = await played(other)
      expect([...first.deeds.refusals.values()].flatMap(({ examples }) => examples)).toEqual([])
      expect(first.summary.caseNos.length).toBeGreaterThan(3)
      expect(first.deeds.count('.accept', '.accept-commitment', '.accept-deferred')).toBeGreaterThan(0)
      expect(second.summary).toEqual(first.summary)
      // Every flow beside licensing has something to show.
      const { incidents, projects, botMonths, grants, frames, tickets, consultations } = first.flows
      for (const counts of [incidents, projects, botMonths, grants, frames, { tickets }, consultations])
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
      expect(second.flows).toEqual(first.flows)
      expect(second.deeds.counts).toEqual(first.deeds.counts)
      await Promise.all([one, other].map((folder) => rm(folder, { recursive: true })))
    },
    SLOW_MACHINE_MS,
  )

  it('is none in an installation without the sample county', async () => {
    const folder = await newFolder()
    await expect(played(folder, { DEMO: '0' })).rejects.toMatchObject({ code: 'DEMO_SWITCHED_OFF' })
    await rm(folder, { recursive: true })
  })
})

/** Few cases, so that two days are short. */
const PLAN = ARRIVALS.filter(({ matter }) => matter === 'food-business-licence').map((arrival) => ({ ...arrival, perDay: 3 }))

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'lianban-demo-'))

const played = (dataDir: string, env: Record<string, string> = {}): Promise<DemoResult> =>
  playDemo({
    config: parseConfig({ DATA_DIR: dataDir, ...env }),
    logger: pino({ level: 'silent' }),
    ...{ days: 2, seed: '7', until: UNTIL, papers: 'none', plan: PLAN },
  })
