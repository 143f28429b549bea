import { Link } from 'react-router-dom'
import { licencePaths, type Licence } from '../../api/licences.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LicenceState, Validity } from '../../components/licence-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import './applicant.css'

/** What I hold: licences with their term, newest first. */
export function Component() {
  const pages = usePages<Licence>(licencePaths.list({ view: 'mine' }))
  useTitle('我的证照')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">我的证照</h1>
      </div>
      <ListStates
        pages={pages}
        empty={
          <EmptyState title="您还没有证照">
            到<Link to="/matters">事项目录</Link>申请许可,准予后证照会出现在这里
          </EmptyState>
        }
      >
        {(items) => (
          <ul className="plain wallet">
            {items.map((item) => (
              <li key={item.id}>
                <LicenceCard item={item} />
              </li>
            ))}
          </ul>
        )}
      </ListStates>
    </div>
  )
}

function LicenceCard({ item }: { item: Licence }) {
  return (
    <Link to={`/my-licences/${item.id}`} className={`wallet-card ${item.standing}`} data-testid={`licence-${item.licenceNo}`}>
      <span className="spread">
        <strong className="break">{item.name}</strong>
        <LicenceState item={item} />
      </span>
      <span className="break">{item.holderName}</span>
      <code>{item.licenceNo}</code>
      <span className="quiet">{item.organName}</span>
      <span>
        有效期 <Validity item={item} />
      </span>
    </Link>
  )
}
