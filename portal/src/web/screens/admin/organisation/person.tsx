import { Button, Tag, Timeline } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router-dom'
import { organisationPaths, type Person, type PersonPost } from '../../../api/organisation.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorResult } from '../../../components/error-result.tsx'
import { PageSkeleton } from '../../../components/page-skeleton.tsx'
import { useResource } from '../../../hooks/use-resource.ts'
import { useTitle } from '../../../hooks/use-title.ts'
import { useSession } from '../../../session.tsx'
import { dayOf } from '../../../time.ts'
import { EndPostDialog, GrantDialog, MainPostDialog } from './post-dialogs.tsx'
import { EditAccountDialog, SwitchAccountDialog } from './account-dialogs.tsx'
import { HOLDING_NAMES } from './words.ts'
import '../../../components/desk.css'

type Dialog = { kind: 'edit' | 'disable' | 'enable' | 'grant' } | { kind: 'end' | 'main'; post: PersonPost }

/** One person: the account, and the posts from the first to those that are to come. */
export function Component() {
  const { id = '' } = useParams()
  const { data: person, error, loading, reload } = useResource<Person>(organisationPaths.user(id))
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { rights } = useSession()
  useTitle(person?.name ?? '人员')
  if (loading) return <PageSkeleton />
  if (!person) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/users">返回人员列表</Link>} />
  const may = (action: string) => rights.includes(`user:${action}`)
  const close = () => setDialog(null)
  const done = () => {
    close()
    reload()
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">
          {person.name} {person.disabled && <Tag>已停用</Tag>}
        </h1>
        {rights.includes('policy:list') && (
          <Link to={`/permissions/people/${person.id}`}>
            <Button>此人能做什么</Button>
          </Link>
        )}
        {may('write') && <Button onClick={() => setDialog({ kind: 'edit' })}>修改</Button>}
        {may('disable') && (
          <Button
            danger={!person.disabled}
            onClick={() => setDialog({ kind: person.disabled ? 'enable' : 'disable' })}
            data-testid="account-switch"
          >
            {person.disabled ? '启用账号' : '停用账号'}
          </Button>
        )}
        {may('grant') && !person.disabled && (
          <Button type="primary" onClick={() => setDialog({ kind: 'grant' })} data-testid="post-grant">
            授予岗位
          </Button>
        )}
      </div>
      <div className="page-meta">
        <span>
          用户名 <code>{person.username}</code>
        </span>
        <span>电话 {person.phone ?? '未填'}</span>
        <span>经办中的任务 {person.heldTasks} 个</span>
      </div>
      <div className="card">
        <h2>任职经历</h2>
        {person.posts.length === 0 ? (
          <EmptyState title="没有任职记录">岗位由安全管理员授予;没有岗位的账号登录后没有可用的功能</EmptyState>
        ) : (
          <PostTimeline
            person={person}
            onEnd={may('grant') ? (post) => setDialog({ kind: 'end', post }) : undefined}
            onMain={may('grant') ? (post) => setDialog({ kind: 'main', post }) : undefined}
          />
        )}
        {!may('grant') && <p className="quiet">授予和终止岗位由安全管理员办理。</p>}
      </div>
      {dialog && <OpenDialog dialog={dialog} person={person} onClose={close} onDone={done} />}
    </div>
  )
}

function OpenDialog({ dialog, ...props }: { dialog: Dialog; person: Person; onClose: () => void; onDone: () => void }) {
  switch (dialog.kind) {
    case 'edit':
      return <EditAccountDialog {...props} />
    case 'disable':
    case 'enable':
      return <SwitchAccountDialog {...props} />
    case 'grant':
      return <GrantDialog {...props} />
    case 'end':
      return <EndPostDialog {...props} post={dialog.post} />
    case 'main':
      return <MainPostDialog {...props} post={dialog.post} />
  }
}

const STATES: Record<PersonPost['state'], { color: string; text: string }> = {
  held: { color: 'blue', text: '现任' },
  future: { color: 'green', text: '待任' },
  ended: { color: 'gray', text: '已终止' },
  cancelled: { color: 'gray', text: '未到任即取消' },
}

interface PostTimelineProps {
  person: Person
  onEnd?: (post: PersonPost) => void
  onMain?: (post: PersonPost) => void
}

function PostTimeline({ person, onEnd, onMain }: PostTimelineProps) {
  return (
    <Timeline
      items={person.posts.map((post) => ({
        key: `${post.organId}:${post.post}:${post.from}`,
        color: STATES[post.state].color,
        children: (
          <div className="post-row" data-testid={`post-${post.organId}-${post.post}`}>
            <div className="grow">
              <strong>
                {post.organName} {post.postName}
              </strong>{' '}
              <Tag>{HOLDING_NAMES[post.holding]}</Tag> <span className="quiet">{STATES[post.state].text}</span>
              <div className="quiet">
                {spanText(post)}
                {post.endReason && (post.state === 'ended' || post.state === 'cancelled') && ` · ${post.endReason}`}
                {post.endedByName && ` · ${post.endedByName}`}
              </div>
            </div>
            {(post.state === 'held' || post.state === 'future') && (
              <>
                {onMain && post.state === 'held' && post.holding !== 'main' && (
                  <Button size="small" onClick={() => onMain(post)}>
                    设为主岗
                  </Button>
                )}
                {onEnd && (
                  <Button size="small" danger onClick={() => onEnd(post)}>
                    终止
                  </Button>
                )}
              </>
            )}
          </div>
        ),
      }))}
    />
  )
}

/** `2026-01-01 起` or `2026-01-01 至 2026-06-30`; the last day is one on which it was still held. */
const spanText = ({ from, until }: PersonPost): string =>
  until === null ? `${dayOf(from)} 起` : `${dayOf(from)} 至 ${dayOf(Math.max(from, until - 1))}`
