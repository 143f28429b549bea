import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { DownOutlined, FullscreenExitOutlined, FullscreenOutlined, UpOutlined } from '@ant-design/icons'
import { useDesk } from './desk.ts'
import { titleOf } from './model/moddle.ts'

type Height = 'closed' | 'half' | 'tall'

/**
 * Around the settings: beside the diagram where there is room; on a narrow screen a sheet below it with a handle, so that
 * both can be used. What gets the focus in it opens it; Escape leads back to the tree.
 */
export function SettingsSheet({ children }: { children: ReactNode }) {
  const { model, selected } = useDesk()
  const [height, setHeight] = useState<Height>('half')
  const element = selected === null ? undefined : model.elements.get(selected)
  const content = useRef<HTMLDivElement>(null)
  // What has the focus stays in sight when the sheet grows or shrinks under it.
  useEffect(() => {
    const active = document.activeElement
    if (content.current?.contains(active)) active?.scrollIntoView({ block: 'nearest' })
  }, [height])
  const open = () => setHeight((now) => (now === 'closed' ? 'half' : now))
  return (
    <div className="lianban-sheet" data-height={height} onKeyDownCapture={backToTree}>
      <div className="lianban-sheet-bar">
        <button
          type="button"
          className="lianban-sheet-handle"
          aria-expanded={height !== 'closed'}
          onClick={() => setHeight(height === 'closed' ? 'half' : 'closed')}
        >
          {height === 'closed' ? <UpOutlined /> : <DownOutlined />}
          <span>设置{element ? `:${titleOf(element)}` : ''}</span>
        </button>
        <button
          type="button"
          aria-label={height === 'tall' ? '还原设置的高度' : '拉高设置'}
          aria-pressed={height === 'tall'}
          onClick={() => setHeight(height === 'tall' ? 'half' : 'tall')}
        >
          {height === 'tall' ? <FullscreenExitOutlined /> : <FullscreenOutlined />}
        </button>
      </div>
      <div ref={content} className="lianban-sheet-content" onFocus={open}>
        {children}
      </div>
    </div>
  )
}

/** Before the fields have it: they keep the key to themselves to take back what was typed, which is done first. */
function backToTree(event: KeyboardEvent<HTMLElement>): void {
  // An open list takes the key to close itself.
  if (event.key !== 'Escape' || (event.target as HTMLElement).closest('[aria-expanded="true"]:not(.lianban-sheet-handle)')) return
  const designer = event.currentTarget.closest('.lianban-process')
  setTimeout(() => designer?.querySelector<HTMLElement>('.lianban-tree [role="treeitem"][tabindex="0"]')?.focus())
}
