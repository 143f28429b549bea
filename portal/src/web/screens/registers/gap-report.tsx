import { Alert } from 'antd'
import { registerPaths, type NumberKind, type RunReport } from '../../api/registers.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { typeText } from './words.ts'

/** Whether the runs of a year are without holes: one line, or the holes by name. */
export function GapReport({ kind, year }: { kind: NumberKind; year: number }) {
  const { data, error } = useResource<{ items: RunReport[] }>(registerPaths.runs(kind, year))
  if (!data) return <ErrorNote error={error} />
  if (data.items.length === 0) return null
  const broken = data.items.filter(({ gaps }) => gaps.length > 0)
  const numbers = data.items.reduce((sum, { last }) => sum + last, 0)
  if (broken.length === 0)
    return (
      <Alert
        className="gap-report"
        type="success"
        showIcon
        message={`${year}年连续性检查:${data.items.length} 个序列、${numbers} 个编号,无缺号`}
        data-testid="gap-report"
      />
    )
  return (
    <Alert
      className="gap-report"
      type="error"
      showIcon
      message={`${year}年连续性检查:${broken.length} 个序列缺号,请查明原因`}
      description={
        <ul>
          {broken.map((run) => (
            <li key={`${run.organId} ${run.type} ${run.period}`}>
              {run.organName} · {typeText(run.type)}
              {run.period > 0 && ` · ${run.period}`}:{run.text}(末号 {run.last})
            </li>
          ))}
        </ul>
      }
      data-testid="gap-report"
    />
  )
}
