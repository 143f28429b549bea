import type { X509Certificate } from 'node:crypto'

/** The four tests 四性检测 of GB/T 42727-2023. */
export const TEST_NAMES = { authentic: '真实性', complete: '完整性', usable: '可用性', safe: '安全性' } as const
export type TestName = keyof typeof TEST_NAMES

/** What came of one test. Texts are Chinese. */
export interface TestResult {
  /** Nothing is wrong. */
  ok: boolean
  problems: string[]
  /** What is to be known and is not wrong. */
  notes: string[]
}
export type ArchiveTests = Record<TestName, TestResult>

/** What the tests believe; all of it comes from outside the package, or they prove less. */
export interface Trust {
  /** Certificates whose signatures on documents hold. */
  certificates: readonly X509Certificate[]
  /** PEM of the log's key. */
  logPublicKey: string
}

/** Collects what one test finds. */
export class Findings {
  readonly problems: string[] = []
  readonly notes: string[] = []

  expect(holds: boolean, problem: string): void {
    if (!holds) this.problems.push(problem)
  }

  result(): TestResult {
    return { ok: this.problems.length === 0, problems: this.problems, notes: this.notes }
  }
}

export const passed = (tests: ArchiveTests): boolean => Object.values(tests).every(({ ok }) => ok)

/** Every problem with the test that found it, for the log and for lists. */
export const problemsOf = (tests: ArchiveTests): string[] =>
  Object.entries(tests).flatMap(([name, { problems }]) => problems.map((problem) => `${TEST_NAMES[name as TestName]}:${problem}`))
