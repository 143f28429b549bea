import { deskPaths, type PathView, type Question } from '../../api/case-desk.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PathPreview } from '../../components/path-preview.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { CirculationsTab } from './circulations-tab.tsx'
import { QuestionCard } from './question-card.tsx'

/** The tabs of a case that tell of what does not move it: the path ahead, circulations, questions. */
export const deskTabs = (caseId: string, version: number, onChanged: () => void) => [
  { key: 'path', label: '流程预览', children: <PathTab caseId={caseId} version={version} /> },
  { key: 'circulations', label: '传阅', children: <CirculationsTab caseId={caseId} version={version} onChanged={onChanged} /> },
  { key: 'questions', label: '沟通', children: <QuestionsTab caseId={caseId} version={version} onChanged={onChanged} /> },
]

export function PathTab({ caseId, version }: { caseId: string; version: number }) {
  const { data, error, loading, reload } = useResource<PathView>(deskPaths.preview(caseId), version)
  if (!loading && !data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <section className="card">
      <PathPreview view={data} withDone />
    </section>
  )
}

function QuestionsTab({ caseId, version, onChanged }: { caseId: string; version: number; onChanged: () => void }) {
  const { data, error, loading, reload } = useResource<{ items: Question[] }>(deskPaths.questions(caseId), version)
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  if (data.items.length === 0) {
    return (
      <div className="card">
        <EmptyState title="还没有沟通">办理人员签收任务后,可以用上方的“沟通”向他人提问,任务不移交</EmptyState>
      </div>
    )
  }
  return data.items.map((item) => <QuestionCard key={item.id} item={item} onChanged={onChanged} />)
}
