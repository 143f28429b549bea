import { Button, Input, Popover, Radio, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import {
  MAX_VIEW_NAME_CHARS,
  worklistApi,
  worklistPaths,
  type InboxChoice,
  type InboxViewList,
  type OfferedViews,
} from '../../api/worklist.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { DUE_OPTIONS } from './inbox-choice.ts'

/** Keeps what is chosen as a tab: one's own, or by whoever may, one of his unit. */
export function SaveView({ choice, offered, onSaved }: { choice: InboxChoice; offered: OfferedViews; onSaved: () => void }) {
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  const nameField = useRef<InputRef>(null)
  const [organId, setOrganId] = useState('')
  const saving = useAttempt(async () => {
    const [path, list] = listOf(offered, organId)
    await worklistApi.changeViews(path, { items: [...list.items, { name, choice }], version: list.version })
    setOpen(false)
    onSaved()
  })
  const open = (isOpen: boolean) => {
    setOpen(isOpen)
    if (isOpen) setName(suggestion(choice))
  }
  const content = (
    <form
      className="stack save-view"
      onSubmit={(event) => {
        event.preventDefault()
        void saving.run()
      }}
    >
      <label>
        名称
        <Input
          ref={nameField}
          value={name}
          maxLength={MAX_VIEW_NAME_CHARS}
          onChange={({ target }) => setName(target.value)}
          data-testid="view-name"
        />
      </label>
      {offered.kept.length > 0 && (
        <Radio.Group value={organId} onChange={({ target }) => setOrganId(target.value as string)} className="stack">
          <Radio value="">只有我使用</Radio>
          {offered.kept.map((organ) => (
            <Radio key={organ.organId} value={organ.organId}>
              {organ.organName}全体人员使用
            </Radio>
          ))}
        </Radio.Group>
      )}
      <ErrorNote error={saving.error} />
      <Button type="primary" htmlType="submit" loading={saving.busy} disabled={name.trim() === ''} data-testid="save-view">
        保存
      </Button>
    </form>
  )
  return (
    <Popover
      content={content}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      open={isOpen}
      onOpenChange={open}
      afterOpenChange={(shown) => shown && nameField.current?.focus()}
    >
      <Button type="link" size="small" data-testid="new-view">
        保存为标签
      </Button>
    </Popover>
  )
}

/** The list that is meant, with its address; an organ that shares nothing yet has an empty one. */
export function listOf(offered: OfferedViews, organId: string): [path: string, list: InboxViewList] {
  if (organId === '') return [worklistPaths.views, offered.own]
  const shared = offered.organs.find((one) => one.organId === organId)
  return [worklistPaths.organViews(organId), shared ?? { items: [], version: 0 }]
}

const suggestion = ({ due, q }: InboxChoice): string =>
  (DUE_OPTIONS.find(({ value }) => value === due)?.label ?? q ?? '').replaceAll(' ', '').slice(0, MAX_VIEW_NAME_CHARS)
