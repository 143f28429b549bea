import { memo, useRef, useState } from 'react'
import { Dropdown } from 'antd'
import { DeleteOutlined, RollbackOutlined, SelectOutlined, SwapOutlined } from '@ant-design/icons'
import { titleOf } from '../model/moddle.ts'
import { focusCard, jumpKey } from './find-card.ts'
import type { TreeActions } from './tree-actions.ts'

interface JumpCardProps {
  flowId: string
  /** Title of what it leads to. */
  target: string
  targetId: string
  isBack: boolean
  level: number
  selected: boolean
  tabbable: boolean
  readOnly: boolean
  actions: TreeActions
  onSelect(id: string): void
  /** Its target is to be shown; null: no longer. */
  onPoint(id: string | null): void
}

/** The end of a branch that leads to what stands elsewhere. */
export const JumpCard = memo(function JumpCard(props: JumpCardProps) {
  const { flowId, target, targetId, isBack, level, selected, tabbable, readOnly, actions, onSelect, onPoint } = props
  const words = `${isBack ? '回到' : '转到'}「${target}」`
  return (
    <div
      className={`lianban-card lianban-jump${selected ? ' lianban-card-selected' : ''}`}
      onPointerEnter={() => onPoint(targetId)}
      onPointerLeave={() => onPoint(null)}
    >
      <div
        className="lianban-card-body"
        role="treeitem"
        aria-level={level}
        aria-selected={selected}
        aria-label={`${words},回车到这个环节`}
        tabIndex={tabbable ? 0 : -1}
        data-node={jumpKey(flowId)}
        data-flow={flowId}
        data-target={targetId}
        onClick={() => onSelect(flowId)}
        onFocus={() => {
          onSelect(flowId)
          onPoint(targetId)
        }}
        onBlur={() => onPoint(null)}
      >
        <span className="lianban-card-icon" aria-hidden="true">
          {isBack ? <RollbackOutlined /> : <SelectOutlined />}
        </span>
        <span className="lianban-card-text">{words}</span>
      </div>
      {!readOnly && (
        <span className="lianban-jump-buttons">
          <Targets flowId={flowId} words={words} actions={actions} />
          <button
            type="button"
            tabIndex={-1}
            className="lianban-danger"
            title="删除"
            aria-label={`删除${words}`}
            onClick={() => actions.removeJump(flowId)}
          >
            <DeleteOutlined />
          </button>
        </span>
      )}
    </div>
  )
})

/** Where it may lead to instead; the menu is made when it is asked for. */
function Targets({ flowId, words, actions }: { flowId: string; words: string; actions: TreeActions }) {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    focusCard(opener.current, jumpKey(flowId))
  }
  const button = (
    <button
      ref={opener}
      type="button"
      tabIndex={-1}
      title="改去向"
      aria-label={`改「回到」的去向,现在${words}`}
      aria-haspopup="menu"
      aria-expanded={open}
      data-menu={jumpKey(flowId)}
      onClick={() => setOpen(true)}
    >
      <SwapOutlined />
    </button>
  )
  if (!open) return button
  const targets = actions.jumpTargets(flowId)
  const items = targets.map((one) => ({ key: one.id, label: `回到「${titleOf(one)}」` }))
  const none = [{ key: 'none', label: '前面没有可以回到的环节', disabled: true }]
  return (
    <Dropdown
      open
      autoFocus
      trigger={['click']}
      onOpenChange={(next) => !next && close()}
      menu={{
        items: items.length > 0 ? items : none,
        onClick: ({ key }) => {
          close()
          actions.redirect(flowId, key)
        },
      }}
    >
      {button}
    </Dropdown>
  )
}
