import { Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router-dom'
import { guidePaths, type GuidePlace, type Public } from '../../api/guide.ts'
import type { MatterGuide } from '../../api/matters.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useAtRest } from '../../hooks/use-at-rest.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useCounty } from '../../shell/public-shell.tsx'
import { GuideView } from './guide-view.tsx'

/** The form is the heaviest page that an applicant opens; he reads for longer than it takes to come. */
const loadForm = () => import('../applicant/apply-page.tsx')
const AT_REST_MS = 1_500

interface Props {
  place: GuidePlace
  /** Where one asks or complains. */
  askAt: string
  /** Beside the button, while it takes cases. */
  note: string
}

/** The guidance of a matter, with the way to apply. */
export function GuideScreen({ place, askAt, note }: Props) {
  const { key = '' } = useParams()
  const navigate = useNavigate()
  const { data: matter, error, loading, reload } = useResource<MatterGuide & Partial<Public>>(guidePaths.matter(place, key))
  useTitle(matter?.name)
  useCounty(matter?.tenant?.name)
  useAtRest(matter?.closed === null && matter.page === null ? loadForm : null, AT_REST_MS)
  useKeys({ Escape: () => void navigate(place.base) })

  if (loading) return <PageSkeleton />
  if (!matter) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to={place.base}>回到事项目录</Link>} />
  return (
    <>
      <GuideView
        matter={matter}
        place={place}
        ask={<Link to={`${askAt}?matter=${matter.key}&name=${encodeURIComponent(matter.name)}`}>对本事项咨询或者投诉</Link>}
      />
      <StickyBar note={<span className="hide-narrow">{matter.closed ?? note}</span>}>
        <Button onClick={() => window.print()}>打印</Button>
        <Button
          type="primary"
          disabled={matter.closed !== null}
          onClick={() => void navigate(matter.page ?? `/matters/${matter.key}/apply`)}
          data-testid="apply"
        >
          在线申请
        </Button>
      </StickyBar>
    </>
  )
}
