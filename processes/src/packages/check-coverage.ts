import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CheckedModel } from './check-package.ts'

/**
 * `scenarios/coverage.json`: which flows each scenario walks. It is written by the scenario tests when asked to
 * (UPDATE_COVERAGE=1) and compared by them otherwise, so it cannot say more than what they walk; the hash ties it to the
 * model it was written for.
 */
export const Coverage = z.strictObject({
  /** File name → SHA-256 of the model. */
  models: z.record(z.string(), z.string()),
  /** Title of the scenario → ids of the flows it takes, sorted. */
  scenarios: z.record(z.string(), z.array(z.string())),
})
export type Coverage = z.infer<typeof Coverage>

export const modelHash = (xml: string): string => createHash('sha256').update(xml).digest('hex')

/** Every sequence flow of the model is walked by a scenario. */
export function checkCoverage({ file, process, processPackage, report }: CheckedModel): void {
  const place = 'scenarios/coverage.json'
  if (processPackage.scenarios === null) {
    if (!Object.keys(processPackage.files).some((path) => path.startsWith('cases/')))
      report(file, 'CASES_MISSING', 'no case is saved that tries the process out')
    return
  }
  const coverage = Coverage.safeParse(processPackage.coverage)
  if (!coverage.success) {
    report(place, 'COVERAGE_MISSING', 'no coverage is recorded: run the scenarios with UPDATE_COVERAGE=1')
    return
  }
  if (coverage.data.models[file] !== modelHash(processPackage.models[file]!)) {
    report(place, 'COVERAGE_OUTDATED', `recorded for another version of ${file}: run the scenarios with UPDATE_COVERAGE=1`)
    return
  }
  const sources = Object.values(processPackage.scenarios).join('\n')
  for (const title of Object.keys(coverage.data.scenarios)) {
    if (!sources.includes(title))
      report(place, 'SCENARIO_GONE', `there is no scenario "${title}" any more: delete the file and record it anew`)
  }
  const walked = new Set(Object.values(coverage.data.scenarios).flat())
  for (const id of Object.keys(process.flows))
    if (!walked.has(id)) report(`${file} ${id}`, 'FLOW_NOT_COVERED', 'no scenario walks this flow')
}
