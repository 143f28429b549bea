import { Button, Popconfirm, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { studioApi, type Release } from '../../api/studio.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useSession } from '../../session.tsx'
import { dateText, minuteText } from '../../time.ts'
import { MigrationDialog } from './migration-dialog.tsx'

type Place = 'proposed' | 'refused' | 'withdrawn' | 'coming' | 'live' | 'replaced'
const PLACE_TEXTS: Record<Place, string> = {
  proposed: '待确认',
  refused: '未同意',
  withdrawn: '已撤回',
  coming: '待生效',
  live: '现行',
  replaced: '已被替换',
}

/** Where a release stands among the others of its package: the newest that was published is in force, from its day. */
function placeOf(release: Release, all: readonly Release[], today: string): Place {
  if (release.state === 'publishing') return 'coming'
  if (release.state !== 'published') return release.state
  const newer = all.some((one) => one.packageKey === release.packageKey && (one.number ?? 0) > (release.number ?? 0))
  if (newer) return 'replaced'
  return release.effectiveOn !== null && release.effectiveOn > today ? 'coming' : 'live'
}

interface Props {
  releases: readonly Release[]
  /** All that are known, where `releases` are some of them. */
  among?: readonly Release[]
  /** YYYY-MM-DD. */
  today: string
  onChanged: () => void
}

/** Releases with what this person may do to each: a second person confirms what the first proposed. */
export function ReleaseList({ releases, among = releases, today, onChanged }: Props) {
  return (
    <ul className="plain">
      {releases.map((release) => (
        <ReleaseItem key={release.id} release={release} place={placeOf(release, among, today)} onChanged={onChanged} />
      ))}
    </ul>
  )
}

function ReleaseItem({ release, place, onChanged }: { release: Release; place: Place; onChanged: () => void }) {
  const { name, number, note, proposedBy, proposedAt, decidedBy, decisionNote, effectiveOn, running, draftId, source } = release
  const decision = place === 'refused' ? '未同意' : '确认'
  return (
    <li className="studio-release" data-testid={`release-${place}`}>
      <div className="grow">
        <div className="row">
          {draftId ? <Link to={`/studio/drafts/${draftId}?tab=publish`}>{name}</Link> : <strong>{name}</strong>}
          {number !== null && <span className="quiet">第 {number} 版</span>}
          <Tag color={place === 'live' ? 'green' : undefined}>{PLACE_TEXTS[place]}</Tag>
          {source === 'roll-back' && <Tag>恢复以前的版本</Tag>}
          {source === 'installed' && <Tag>随软件安装</Tag>}
        </div>
        {note !== '' && <div className="break">{note}</div>}
        <div className="quiet">
          {proposedBy.name} {minuteText(proposedAt)}
          {source === 'installed' ? '安装' : '提出'}
          {decidedBy && `,${decidedBy.name}${decision}`}
          {decisionNote && `:${decisionNote}`}
        </div>
        {source !== 'installed' && (
          <div className="quiet">
            {effectiveOn ? `${dateText(effectiveOn)}起施行` : '确认后即施行'};
            {running === 'migrate' ? '在办件转到新版本' : '在办件按原版本办完'}
          </div>
        )}
      </div>
      <ReleaseDeeds release={release} place={place} onChanged={onChanged} />
    </li>
  )
}

function ReleaseDeeds({ release, place, onChanged }: { release: Release; place: Place; onChanged: () => void }) {
  const { id, name, number, running, proposedBy, source } = release
  const { rights, user } = useSession()
  const act = useAct(onChanged)
  const [dialog, setDialog] = useState<'refuse' | 'roll-back' | 'migration' | null>(null)
  const isMine = proposedBy.userId === user.id
  const mayConfirm = rights.includes('studio:confirm') && !isMine
  const done = () => {
    setDialog(null)
    onChanged()
  }
  return (
    <div className="row">
      {running === 'migrate' && ['proposed', 'coming', 'live'].includes(place) && (
        <Button size="small" onClick={() => setDialog('migration')} data-testid="release-migration">
          在办件转版
        </Button>
      )}
      {place === 'proposed' && isMine && (
        <Button size="small" onClick={() => void act(() => studioApi.withdraw(id), '已撤回')}>
          撤回
        </Button>
      )}
      {place === 'proposed' && mayConfirm && (
        <Button size="small" onClick={() => setDialog('refuse')}>
          不同意
        </Button>
      )}
      {place === 'proposed' && mayConfirm && (
        <Popconfirm
          title="确认发布"
          description="发布后新收的办件按新版本办理,提出人和确认人都记入监察日志"
          okText="确认发布"
          cancelText="取消"
          onConfirm={() => void act(() => studioApi.confirm(id), '已确认发布')}
        >
          <Button size="small" type="primary" data-testid="confirm-release">
            确认发布
          </Button>
        </Popconfirm>
      )}
      {place === 'live' && source !== 'installed' && (number ?? 0) > 1 && rights.includes('studio:publish') && (
        <Button size="small" onClick={() => setDialog('roll-back')} data-testid="roll-back">
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
          consequence="以上一版本的内容提出新的发布,由另一人确认后施行;在办件按各自的版本办完"
          run={(note) => studioApi.rollBack(id, { note, effectiveOn: null, running: 'keep' })}
          onCancel={() => setDialog(null)}
          onDone={done}
        />
      )}
      {dialog === 'migration' && <MigrationDialog release={release} onClose={done} />}
    </div>
  )
}
