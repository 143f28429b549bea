import type { TaskAction } from '../../api/tasks.ts'

const AGREE = ['同意', '材料齐全,符合法定形式', '经审查符合条件', '情况属实']
const DISAGREE = ['材料不齐全或者不符合法定形式', '不符合法定条件', '请核实后重新上报', '依据不足']
const NEUTRAL = ['请按要求补充', '请核实', '已电话联系申请人']

/** Ready-made words for an opinion, by the kind of action. */
export const phrasesFor = ({ kind }: Pick<TaskAction, 'kind'>): string[] =>
  kind === 'danger' ? DISAGREE : kind === 'primary' ? AGREE : NEUTRAL

/** Adds a phrase to what is written; one that stands there already is not added again. */
export function withPhrase(opinion: string, phrase: string): string {
  if (opinion.includes(phrase)) return opinion
  const written = opinion.trimEnd().replace(/[,,;;。]$/, '')
  return written ? `${written};${phrase}` : phrase
}
