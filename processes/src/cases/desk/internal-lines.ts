/*
 * What people of the county say and do among themselves about a case stands on its time line for them; the applicant is not shown it.
 */

const INTERNAL_LINES: readonly string[] = [
  'circulated',
  'circulation-canceled',
  'circulation-replied',
  'question-asked',
  'question-answered',
  'question-withdrawn',
  'urged',
  'transferred',
  'delegated',
  'delegation-resolved',
  'sign-added',
  'sign-removed',
  'signed',
  'decision-held',
  'decision-lapsed',
  'sent-back',
  'recalled',
  'jumped',
  'held',
  'unheld',
  'system-decided',
]

/** Whether the applicant is shown a line: what he did himself always. */
export const isForApplicant = (line: { type: string; actor_id: string | null }, applicantId: string): boolean =>
  !INTERNAL_LINES.includes(line.type) || line.actor_id === applicantId
