import { PartTabs, type Part } from '../../components/part-tabs.tsx'

type Key = 'library' | 'ranking' | 'duties'

const PARTS: Part<Key>[] = [
  { key: 'library', label: '目标库', to: '/assessment', right: 'assessment:list' },
  { key: 'ranking', label: '得分和名次', to: '/assessment/ranking', right: 'assessment:list' },
  { key: 'duties', label: '责任分工', to: '/assessment/duties', right: 'assessment:list' },
]

/** The parts of performance assessment that this person may open. */
export const AssessmentTabs = ({ current }: { current: Key }) => <PartTabs parts={PARTS} current={current} />
