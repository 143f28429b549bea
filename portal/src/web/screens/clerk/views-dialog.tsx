import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { MAX_VIEW_NAME_CHARS, worklistApi, type InboxView, type InboxViewList, type OfferedViews } from '../../api/worklist.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { listOf } from './save-view.tsx'

interface Props {
  offered: OfferedViews
  onClose: () => void
  onSaved: () => void
}

/** Saved filters renamed, put into another order, taken away: one's own, and those of the units that one keeps them for. */
export function ViewsDialog({ offered, onClose, onSaved }: Props) {
  const lists = [
    { organId: '', title: '我的筛选' },
    ...offered.kept.map(({ organId, organName }) => ({ organId, title: `${organName}共享` })),
  ]
  return (
    <Modal open title="管理筛选" onCancel={onClose} footer={null} width={460}>
      {lists.map(({ organId, title }) => {
        const [path, list] = listOf(offered, organId)
        return <ViewList key={`${path} ${list.version}`} title={title} path={path} list={list} onSaved={onSaved} />
      })}
    </Modal>
  )
}

function ViewList({ title, path, list, onSaved }: { title: string; path: string; list: InboxViewList; onSaved: () => void }) {
  const [items, setItems] = useState(list.items)
  const saving = useAttempt(async () => {
    await worklistApi.changeViews(path, { items, version: list.version })
    onSaved()
  })
  const rename = (at: number, name: string) => setItems(items.map((item, index) => (index === at ? { ...item, name } : item)))
  const isChanged = JSON.stringify(items) !== JSON.stringify(list.items)
  return (
    <section className="gap-below">
      <h3 className="gap-below">{title}</h3>
      {items.length === 0 && <p className="quiet">{isChanged ? '将全部删除' : '还没有保存的筛选'}</p>}
      {items.map((item, at) => (
        <div key={at} className="view-row">
          <Input
            value={item.name}
            maxLength={MAX_VIEW_NAME_CHARS}
            aria-label={`第 ${at + 1} 个筛选的名称`}
            onChange={({ target }) => rename(at, target.value)}
            data-testid={`rename-view-${at}`}
          />
          <Button
            type="text"
            icon={<ArrowUpOutlined />}
            disabled={at === 0}
            onClick={() => setItems(swapped(items, at - 1))}
            aria-label="上移"
          />
          <Button
            type="text"
            icon={<ArrowDownOutlined />}
            disabled={at === items.length - 1}
            onClick={() => setItems(swapped(items, at))}
            aria-label="下移"
            data-testid={`lower-view-${at}`}
          />
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            onClick={() => setItems(items.filter((_, index) => index !== at))}
            aria-label={`删除 ${item.name}`}
          />
        </div>
      ))}
      <ErrorNote error={saving.error} />
      {isChanged && (
        <Button type="primary" loading={saving.busy} onClick={() => void saving.run()} data-testid="save-views">
          保存修改
        </Button>
      )}
    </section>
  )
}

/** The item at a place and the one below it, the other way round. */
const swapped = (items: InboxView[], at: number): InboxView[] => [...items.slice(0, at), items[at + 1]!, items[at]!, ...items.slice(at + 2)]
