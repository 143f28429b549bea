import { Collapse } from 'antd'
import { useEffect, useState } from 'react'
import { deskApi, type PathView } from '../../api/case-desk.ts'
import type { Values } from '../../api/cases.ts'
import type { TaskAction } from '../../api/tasks.ts'
import { PathPreview } from '../../components/path-preview.tsx'

/** What follows if this action is taken, before it is confirmed. Where it cannot be told the dialog does without. */
export function AheadOf({ taskId, action, form }: { taskId: string; action: TaskAction; form: Values | undefined }) {
  const [view, setView] = useState<PathView>()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let left = false
    deskApi
      .previewAction(taskId, { action: action.key, form })
      .then((found) => !left && setView(found))
      .catch(() => !left && setFailed(true))
    return () => void (left = true)
  }, [taskId, action.key, form])
  if (failed) return null
  return (
    <Collapse
      size="small"
      className="gap-below"
      items={[{ key: 'ahead', label: '后续流程', children: <PathPreview view={view} narrow /> }]}
    />
  )
}
