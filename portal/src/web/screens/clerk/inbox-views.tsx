import { Button } from 'antd'
import { useState } from 'react'
import type { InboxChoice, InboxView, OfferedViews } from '../../api/worklist.ts'
import { isNarrowed, sameChoice } from './inbox-choice.ts'
import { ViewsDialog } from './views-dialog.tsx'
import './inbox.css'

interface Props {
  choice: InboxChoice
  offered: OfferedViews
  onChoose: (choice: InboxChoice) => void
  onSaved: () => void
}

/** Saved filters as tabs: everything, one's own in one's order, then those that one's units share. Nothing where none is saved. */
export function InboxViews({ choice, offered, onChoose, onSaved }: Props) {
  const [isKeeping, setKeeping] = useState(false)
  const shared = sharedViews(offered)
  if (offered.own.items.length + shared.length === 0) return null
  const tab = (view: InboxView, key: string, title?: string) => (
    <button
      key={key}
      type="button"
      className="inbox-view"
      title={title ?? view.name}
      aria-current={sameChoice(view.choice, choice)}
      onClick={() => onChoose(view.choice)}
      data-testid={`inbox-view-${view.name}`}
    >
      {view.name}
      {title && <span className="quiet"> 单位</span>}
    </button>
  )
  return (
    <nav className="inbox-views" aria-label="已保存的筛选">
      {tab({ name: '全部', choice: {} }, 'all')}
      {offered.own.items.map((view) => tab(view, `own-${view.name}`))}
      {shared.map((view) => tab(view, `shared-${view.organName}-${view.name}`, `${view.organName}共享`))}
      {(offered.own.items.length > 0 || offered.kept.length > 0) && (
        <Button type="link" size="small" onClick={() => setKeeping(true)} data-testid="keep-views">
          管理
        </Button>
      )}
      {isKeeping && <ViewsDialog offered={offered} onClose={() => setKeeping(false)} onSaved={onSaved} />}
    </nav>
  )
}

const sharedViews = ({ organs }: OfferedViews) => organs.flatMap(({ organName, items }) => items.map((item) => ({ ...item, organName })))

/** Whether what is chosen could be kept: it narrows something, and no tab does the same. */
export const isNewChoice = (choice: InboxChoice, offered: OfferedViews): boolean =>
  isNarrowed(choice) && ![...offered.own.items, ...sharedViews(offered)].some((view) => sameChoice(view.choice, choice))
