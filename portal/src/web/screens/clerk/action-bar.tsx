import { EllipsisOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import type { ReactNode } from 'react'
import type { TaskAction, TaskDetail } from '../../api/tasks.ts'
import { useConfirmKey, useKeys } from '../../hooks/use-keys.ts'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { orderedActions } from './ordered-actions.ts'

interface Props {
  detail: TaskDetail
  busy: boolean
  /** Whether what was typed is kept. */
  saved: ReactNode
  onChoose: (action: TaskAction) => void
  onClaim: () => void
  onRelease: () => void
}

/** The actions of this step only, at most three as buttons, the main one last; the rest under 更多. */
export function ActionBar({ detail, busy, saved, onChoose, onClaim, onRelease }: Props) {
  const { actions, canClaim, canComplete, reasonIfNot, task } = detail
  const able = canClaim || canComplete
  const { shown, rest } = orderedActions(able ? actions : [])
  // As they stand on the bar; Ctrl+Enter is the main one's while a form is filled in, too.
  useKeys(Object.fromEntries(shown.map((action, at) => [String(at + 1), () => !busy && onChoose(action)])))
  useConfirmKey(() => {
    const main = shown.find(({ kind }) => kind === 'primary')
    if (main && !busy) onChoose(main)
  })
  const more: MenuProps['items'] = [
    ...rest.map((action) => ({ key: action.key, label: action.label, danger: action.kind === 'danger', onClick: () => onChoose(action) })),
    ...(canClaim ? [{ key: '$claim', label: <span data-testid="claim-task">只签收,稍后办理</span>, onClick: onClaim }] : []),
    ...(task.mine && canComplete
      ? [{ key: '$release', label: <span data-testid="release-task">放弃签收,退回待办</span>, onClick: onRelease }]
      : []),
  ]
  return (
    <StickyBar
      note={
        <>
          <Note detail={detail} reason={able ? null : reasonIfNot} /> {able && saved && <>· {saved}</>}
        </>
      }
    >
      {more.length > 0 && (
        <Dropdown menu={{ items: more }} trigger={['click']} placement="topRight">
          <Button icon={<EllipsisOutlined />} data-testid="more-actions">
            更多
          </Button>
        </Dropdown>
      )}
      {shown.map((action) => (
        <Button
          key={action.key}
          type={action.kind === 'primary' ? 'primary' : 'default'}
          danger={action.kind === 'danger'}
          disabled={busy}
          onClick={() => onChoose(action)}
          data-testid={`action-${action.key}`}
        >
          {action.label}
        </Button>
      ))}
    </StickyBar>
  )
}

function Note({ detail: { task, canClaim, canComplete }, reason }: { detail: TaskDetail; reason: string | null }) {
  if (reason) return <span data-testid="reason-if-not">{reason}</span>
  if (canComplete) return <span>已由您签收</span>
  if (canClaim) return <span>待签收,办理时自动签收</span>
  return task.assignee ? <span>由{task.assignee.name}办理</span> : null
}
