import { Button, Popconfirm, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { studioApi, type Release, type ReleaseState } from '../../api/studio.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useSession } from '../../session.tsx'
import { dateText, minuteText } from '../../time.ts'
import { MigrationDialog } from './migration-dialog.tsx'

export const RELEASE_TEXTS: Record<ReleaseState, string> = {
  proposed: '待确认',
  refused: '未同意',
  withdrawn: '已撤回',
  scheduled: '待生效',
  live: '现行',
  replaced: '已被替换',
}

/** Releases with what this person may do to each: a second person confirms what the first proposed. */
export function ReleaseList({ releases, onChanged }: { releases: readonly Release[]; onChanged: () => void }) {
  return (
    <ul className="plain">
      {releases.map((release) => (
        <ReleaseItem key={release.id} release={release} onChanged={onChanged} />
      ))}
    </ul>
  )
}

function ReleaseItem({ release, onChanged }: { release: Release; onChanged: () => void }) {
  const { name, state, note, proposedBy, proposedAt, confirmedBy, effectiveOn, running, draftId, rollsBackTo } = release
  return (
    <li className="studio-release" data-testid={`release-${state}`}>
      <div className="grow">
        <div className="row">
          {draftId ? <Link to={`/studio/drafts/${draftId}?tab=publish`}>{name}</Link> : <strong>{name}</strong>}
          <Tag color={state === 'live' ? 'green' : undefined}>{RELEASE_TEXTS[state]}</Tag>
          {rollsBackTo !== null && <Tag>恢复以前的版本</Tag>}
        </div>
        <div className="break">{note}</div>
        <div className="quiet">
          {proposedBy.name} {minuteText(proposedAt)}提出
          {confirmedBy && `,${confirmedBy.name}${state === 'refused' ? '未同意' : '确认'}`};
          {effectiveOn ? `${dateText(effectiveOn)}起施行` : '确认后即施行'};
          {running === 'migrate' ? '在办件转到新版本' : '在办件按原版本办完'}
        </div>
      </div>
      <ReleaseDeeds release={release} onChanged={onChanged} />
    </li>
  )
}

function ReleaseDeeds({ release, onChanged }: { release: Release; onChanged: () => void }) {
  const { id, name, state, running, proposedBy } = release
  const { rights, user } = useSession()
  const act = useAct(onChanged)
  const [dialog, setDialog] = useState<'refuse' | 'roll-back' | 'migration' | null>(null)
  const isMine = proposedBy.userId === user.id
  const mayConfirm = rights.includes('studio:confirm') && !isMine
  const mayPublish = rights.includes('studio:publish')
  const done = () => {
    setDialog(null)
    onChanged()
  }
  return (
    <div className="row">
      {running === 'migrate' && (state === 'proposed' || state === 'scheduled' || state === 'live') && (
        <Button size="small" onClick={() => setDialog('migration')}>
          在办件转版
        </Button>
      )}
      {state === 'proposed' && isMine && (
        <Button size="small" onClick={() => void act(() => studioApi.withdraw(id), '已撤回')}>
          撤回
        </Button>
      )}
      {state === 'proposed' && mayConfirm && (
        <Button size="small" onClick={() => setDialog('refuse')}>
          不同意
        </Button>
      )}
      {state === 'proposed' && mayConfirm && (
        <Popconfirm
          title="确认发布"
          description="发布后新收的办件按新版本办理,发布人和确认人都记入监察日志"
          okText="确认发布"
          cancelText="取消"
          onConfirm={() => void act(() => studioApi.confirm(id), '已确认发布')}
        >
          <Button size="small" type="primary" data-testid="confirm-release">
            确认发布
          </Button>
        </Popconfirm>
      )}
      {state === 'live' && mayPublish && (
        <Button size="small" onClick={() => setDialog('roll-back')}>
          恢复上一版本
        </Button>
      )}
      {dialog === 'refuse' && (
        <DeedDialog
          title="不同意发布"
          consequence={`“${name}”不发布,提出人可以修改后重新提出`}
          run={(reason) => studioApi.refuse(id, reason)}
          onCancel={() => setDialog(null)}
          onDone={done}
        />
      )}
      {dialog === 'roll-back' && (
        <DeedDialog
          title="恢复上一版本"
          danger
          consequence="以上一版本的内容提出新的发布,由另一人确认后施行;已经按现行版本受理的办件不受影响"
          run={(reason) => studioApi.rollBack(id, reason)}
          onCancel={() => setDialog(null)}
          onDone={done}
        />
      )}
      {dialog === 'migration' && <MigrationDialog release={release} onClose={done} />}
    </div>
  )
}
