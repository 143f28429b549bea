import { Button } from 'antd'
import { useNavigate } from 'react-router-dom'
import type { OfferedAct } from '../../api/licences.ts'
import './licences.css'

/** What can be begun with a licence: a button each, and why not where it cannot. */
export function Acts({
  acts,
  title,
  addressOf,
  hint,
}: {
  acts: OfferedAct[]
  title: string
  addressOf: (act: OfferedAct) => string
  hint: string
}) {
  const navigate = useNavigate()
  if (acts.length === 0) return null
  const blocked = acts.filter((act) => act.blocked !== null)
  const notices = acts.filter((act) => act.notice !== null)
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <p className="quiet">{hint}</p>
      <div className="licence-acts">
        {acts
          .filter((act) => act.blocked === null)
          .map((act) => (
            <Button key={act.matterKey} onClick={() => void navigate(addressOf(act))} data-testid={`act-${act.act}`}>
              {act.actText}
            </Button>
          ))}
      </div>
      {blocked.length + notices.length > 0 && (
        <ul className="licence-blocked">
          {blocked.map((act) => (
            <li key={act.matterKey}>
              {act.matterName}:{act.blocked}
            </li>
          ))}
          {notices.map((act) => (
            <li key={act.matterKey}>
              {act.matterName}:{act.notice}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
