import { knownScheme } from '../numbering/known-schemes.ts'
import { runOf, type NumberRequest } from '../numbering/request.ts'
import { writeNumber } from '../numbering/write-number.ts'
import type { Work } from './work.ts'

/** Nobody looks a case up that is none. */
export const QUERY_CODE = '000000'

/** The next number of the try-out's own runs, written by the very scheme: every run begins with one. @throws NumberingError */
export function sampleNumber(work: Work, request: NumberRequest): string {
  const { scheme, pieces } = knownScheme(request.scheme ?? request.kind, request.schemes)
  const { organId, type, period } = runOf(request, scheme)
  const run = [organId, type, period].join('|')
  const sequence = (work.state.runs[run] ?? 0) + 1
  work.change({ runs: { ...work.state.runs, [run]: sequence } })
  return writeNumber(pieces, scheme, request.facts, sequence)
}
