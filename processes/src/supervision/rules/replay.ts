import type { SealedEntry } from '@lianban/tenants'
import type { Calendar } from '../../clock/index.ts'
import { Deadlines } from '../consumer/deadlines.ts'
import { Folds, ruleEvent } from '../fold/folds.ts'
import { compileRules } from './compiled-rules.ts'
import { ruleFunctions } from './feel.ts'
import { judge, judgeDeadline, type Finding, type JudgeOptions, type RuleTrouble, type Verdict } from './judge.ts'
import type { VersionedRule } from './rule.ts'

/** Rules asked about entries in memory: what the consumer would find, without a database. For dry runs and tests. */
export class Replay {
  readonly #judging: JudgeOptions
  readonly #folds = new Folds()
  readonly #deadlines = Deadlines.none()
  /** The same rule, subject and occasion once, as one card would be given. */
  readonly findings = new Map<string, Finding>()
  readonly troubles: RuleTrouble[] = []

  constructor(rules: readonly VersionedRule[], calendar: Calendar) {
    this.#judging = { book: compileRules(rules), functions: ruleFunctions(calendar), calendar }
  }

  read(entry: SealedEntry): void {
    this.passTo(entry.at)
    this.#take(judge(this.#judging, this.#folds, ruleEvent(entry)))
  }

  /** Deadlines before `at` (epoch milliseconds) fire. */
  passTo(at: number): void {
    for (let due = this.#deadlines.take(at); due; due = this.#deadlines.take(at)) this.#take(judgeDeadline(this.#judging, this.#folds, due))
  }

  #take({ findings, deadlines, troubles }: Verdict): void {
    for (const finding of findings) {
      const key = [finding.rule.id, finding.subject, finding.occasion].join('\n')
      if (!this.findings.has(key)) this.findings.set(key, finding)
    }
    deadlines.forEach((change) => this.#deadlines.change(change))
    this.troubles.push(...troubles)
  }
}
