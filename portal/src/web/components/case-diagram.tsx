import { Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { paths } from '../api/api.ts'
import type { CaseDiagram as Diagram } from '../api/cases.ts'
import { useResource } from '../hooks/use-resource.ts'
import { ErrorResult } from './error-result.tsx'

/** bpmn-js is large and wanted seldom: it comes when the tab is opened. */
const DiagramView = lazy(() => import('@lianban/designer').then(({ DiagramView: view }) => ({ default: view })))

/** The model that the case runs on, with where it stands. */
export function CaseDiagram({ caseId, version }: { caseId: string; version: number }) {
  const { data, error, reload } = useResource<Diagram>(paths.diagram(caseId), version)
  if (!data && error) return <ErrorResult error={error} onRetry={reload} />
  const waiting = <Skeleton.Node active className="diagram-skeleton" />
  if (!data) return waiting
  return (
    <div data-testid="diagram">
      <Suspense fallback={waiting}>
        <DiagramView
          xml={data.xml}
          active={data.active}
          completed={data.completed}
          incidents={data.incidents}
          height="max(360px, calc(100vh - 340px))"
        />
      </Suspense>
    </div>
  )
}
