import type { OfferedPhrases, Phrase } from '../api/phrases.ts'
import type { TaskAction } from '../api/tasks.ts'

const AGREE = ['同意', '材料齐全,符合法定形式', '经审查符合条件', '情况属实']
const DISAGREE = ['材料不齐全或者不符合法定形式', '不符合法定条件', '请核实后重新上报', '依据不足']
const NEUTRAL = ['请按要求补充', '请核实', '已电话联系申请人']

type Kind = TaskAction['kind']

const COMMON: Record<Kind, string[]> = { primary: AGREE, default: NEUTRAL, danger: DISAGREE }

/** Words that fit an action, the person's own first, then those of his units, then the county's; each once. */
export function phrasesFor(kind: Kind, offered: OfferedPhrases | undefined): { from: string; texts: string[] }[] {
  const seen = new Set<string>()
  const fresh = (texts: string[]) => texts.filter((text) => !seen.has(text) && seen.add(text))
  const fitting = (items: Phrase[]) => fresh(items.filter((item) => item.kind === null || item.kind === kind).map(({ text }) => text))
  const groups = [
    { from: '我的常用语', texts: fitting(offered?.own.items ?? []) },
    ...(offered?.organs ?? []).map(({ organName, items }) => ({ from: organName, texts: fitting(items) })),
    { from: '通用', texts: fresh(COMMON[kind]) },
  ]
  return groups.filter(({ texts }) => texts.length > 0)
}

/** Adds a phrase to what is written; one that stands there already is not added again. */
export function withPhrase(opinion: string, phrase: string): string {
  if (opinion.includes(phrase)) return opinion
  const written = opinion.trimEnd().replace(/[,,;;。]$/, '')
  return written ? `${written};${phrase}` : phrase
}
