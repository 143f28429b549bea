import { Alert, Button } from 'antd'
import { useEffect } from 'react'
import { Link } from 'react-router-dom'
import { licencePaths, type LicenceChoice } from '../../api/licences.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { LicenceState, Validity } from '../../components/licence-state.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'

interface Props {
  matter: MatterDetail
  /** Number of the licence that the applicant comes from, or null. */
  wanted: string | null
  onChoose: (choice: LicenceChoice) => void
}

/** Which of my licences an application is about, before its form is filled in. */
export function LicenceChooser({ matter, wanted, onChoose }: Props) {
  const { data, error, loading, reload } = useResource<{ items: LicenceChoice[] }>(licencePaths.choices(matter.key))
  const chosen = data?.items.find(({ licenceNo, blocked }) => licenceNo === wanted && blocked === null)
  useEffect(() => {
    if (chosen) onChoose(chosen)
  }, [chosen, onChoose])
  if (loading || chosen) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/my-licences">回到我的证照</Link>} />
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">申请{matter.name}</h1>
      </div>
      <p>请选择要办理的证照,证照上的内容会自动填入申请表。</p>
      {data.items.length === 0 && (
        <EmptyState title="您没有可以办理本事项的证照">
          还没有取得许可的,请先到<Link to="/matters">事项目录</Link>申请许可
        </EmptyState>
      )}
      <ul className="plain">
        {data.items.map((item) => (
          <li key={item.id} className="card">
            <div className="spread">
              <strong>{item.name}</strong>
              <LicenceState item={item} />
            </div>
            <p className="quiet break">
              <code>{item.licenceNo}</code> {item.holderName}
            </p>
            <p>
              <Validity item={item} />
            </p>
            {item.blocked && <Alert type="warning" message={item.blocked} />}
            {item.notice && <Alert type="info" className="gap-below" message={item.notice} />}
            {!item.blocked && (
              <Button type="primary" onClick={() => onChoose(item)} data-testid={`choose-${item.licenceNo}`}>
                办理这本证照
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
