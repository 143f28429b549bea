import {
  ArrowDownOutlined,
  ArrowLeftOutlined,
  ArrowRightOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  GroupOutlined,
  RedoOutlined,
  UndoOutlined,
  UngroupOutlined,
} from '@ant-design/icons'
import { Button, Segmented, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useDesignerContext } from './designer-context.ts'
import { MOVES } from './use-node-keys.ts'

export type Mode = 'design' | 'preview' | 'changes'

interface ToolbarProps {
  mode: Mode
  onMode: (mode: Mode) => void
  /** Whether there is a published version to compare with. */
  comparable: boolean
  undo: () => void
  redo: () => void
  canUndo: boolean
  canRedo: boolean
}

/** What can be done with the form and with what is selected; every button says its key. */
export function Toolbar({ mode, onMode, comparable, undo, redo, canUndo, canRedo }: ToolbarProps) {
  const designer = useDesignerContext()
  const { selected, current, send, select, remove, readOnly } = designer
  const nothing = selected.length === 0 || readOnly || mode !== 'design'
  const first = selected[0] ?? ''
  return (
    <div role="toolbar" aria-label="表单设计" className="lb-form-toolbar">
      <Segmented
        aria-label="视图"
        value={mode}
        options={[
          { label: '设计', value: 'design' },
          { label: '预览', value: 'preview' },
          ...(comparable ? [{ label: '改动', value: 'changes' as const }] : []),
        ]}
        onChange={(next) => onMode(next as Mode)}
      />
      {!readOnly && (
        <>
          <span className="lb-form-tools">
            <Tool label="撤销" keys="Ctrl+Z" icon={<UndoOutlined />} disabled={!canUndo} onClick={undo} />
            <Tool label="重做" keys="Ctrl+Y" icon={<RedoOutlined />} disabled={!canRedo} onClick={redo} />
          </span>
          <span className="lb-form-tools">
            <Tool
              label="上移"
              keys="Alt+↑"
              icon={<ArrowUpOutlined />}
              disabled={nothing}
              onClick={() => MOVES.up(designer, first, 'canvas')}
            />
            <Tool
              label="下移"
              keys="Alt+↓"
              icon={<ArrowDownOutlined />}
              disabled={nothing}
              onClick={() => MOVES.down(designer, first, 'canvas')}
            />
            <Tool
              label="移入相邻区块"
              keys="Alt+→"
              icon={<ArrowRightOutlined />}
              disabled={nothing}
              onClick={() => MOVES.into(designer, first, 'canvas')}
            />
            <Tool
              label="移出区块"
              keys="Alt+←"
              icon={<ArrowLeftOutlined />}
              disabled={nothing}
              onClick={() => MOVES.outOf(designer, first, 'canvas')}
            />
          </span>
          <span className="lb-form-tools">
            <Tool
              label="再制"
              keys="Ctrl+D"
              icon={<CopyOutlined />}
              disabled={nothing}
              onClick={() => {
                const outcome = send({ do: 'duplicate', ids: selected })
                if (outcome.ok) select(outcome.selected, 'canvas')
              }}
            />
            <Tool
              label="放进新的区块"
              keys="Ctrl+G"
              icon={<GroupOutlined />}
              disabled={nothing}
              onClick={() => send({ do: 'wrap', ids: selected })}
            />
            <Tool
              label="拆开区块"
              icon={<UngroupOutlined />}
              disabled={nothing || current?.children == null}
              onClick={() => current && send({ do: 'unwrap', id: current.id })}
            />
            <Tool label="删除" keys="Delete" icon={<DeleteOutlined />} disabled={nothing} onClick={() => remove(selected)} />
          </span>
        </>
      )}
    </div>
  )
}

interface ToolProps {
  label: string
  keys?: string
  icon: ReactNode
  disabled: boolean
  onClick: () => void
}

function Tool({ label, keys, icon, disabled, onClick }: ToolProps) {
  return (
    <Tooltip title={keys ? `${label} ${keys}` : label}>
      <Button type="text" icon={icon} aria-label={label} aria-keyshortcuts={keys} disabled={disabled} onClick={onClick} />
    </Tooltip>
  )
}
