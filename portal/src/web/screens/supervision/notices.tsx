import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { supervisionApi, supervisionPaths, type Notice, type NoticePage } from '../../api/supervision.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useInboxLive } from '../../shell/inbox-live.tsx'
import { momentText } from '../../time.ts'
import './supervision.css'

/** A person's notices, newest first; opening one marks it read and goes to what it tells of. */
export function Component() {
  const { notices } = useInboxLive()
  const [unread, setUnread] = useState('')
  const pages = usePages<Notice, NoticePage>(supervisionPaths.notices({ unread }), notices ?? 0)
  const navigate = useNavigate()
  useTitle('通知')
  const open = async (notice: Notice) => {
    if (notice.readAt === null) await supervisionApi.readNotice(notice.id).catch(() => undefined)
    if (notice.link) void navigate(notice.link)
    else pages.reload()
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>通知</h1>
        <Segmented
          options={[
            { value: '', label: '全部' },
            { value: '1', label: `未读${pages.first?.unread ? ` ${pages.first.unread}` : ''}` },
          ]}
          value={unread}
          onChange={setUnread}
          aria-label="按是否已读筛选"
        />
        <span className="grow" />
        <Button disabled={!pages.first?.unread} onClick={() => void supervisionApi.readAllNotices().then(pages.reload)}>
          全部标为已读
        </Button>
      </div>
      <ListStates
        pages={pages}
        empty={<EmptyState title={unread ? '没有未读通知' : '还没有通知'}>监察牌、待确认事项等会在这里通知您</EmptyState>}
      >
        {(items) => (
          <ul className="plain card flush">
            {items.map((notice) => (
              <li key={notice.id} className={notice.readAt === null ? 'notice-item notice-unread' : 'notice-item'}>
                <div className="spread">
                  <strong>{notice.title}</strong>
                  <span className="quiet nowrap">{momentText(notice.at)}</span>
                </div>
                <div className="spread">
                  <span className="break">{notice.text}</span>
                  <Button type="link" onClick={() => void open(notice)}>
                    {notice.link ? '查看' : notice.readAt === null ? '标为已读' : ''}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        )}
      </ListStates>
    </div>
  )
}
