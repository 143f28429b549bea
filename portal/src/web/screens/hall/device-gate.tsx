import { Button } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { asApiError, type ApiError } from '../../api/api-error.ts'
import { deviceApi } from '../../api/window.ts'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { SupportCode } from '../../components/error-result.tsx'

/** The token stands behind the # of the address that registration gives: it reaches no server's log. */
const tokenInAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('token')

/** Shows the server the token that this device was registered with, once; a cookie that no page reads keeps it. */
export function DeviceGate({ children }: { children: ReactNode }) {
  const [token] = useState(tokenInAddress)
  const [isPaired, setPaired] = useState(token === null)
  const [error, setError] = useState<ApiError | null>(null)
  useEffect(() => {
    if (token === null) return
    history.replaceState(null, '', location.pathname)
    deviceApi.pair(token).then(
      () => setPaired(true),
      (thrown: unknown) => setError(asApiError(thrown)),
    )
  }, [token])
  if (error) return <DeviceProblem error={error} />
  return isPaired ? children : <PageSkeleton />
}

export function DeviceProblem({ error }: { error: ApiError }) {
  return (
    <div className="device-problem" role="alert" data-testid="device-problem">
      <h1>{error.message}</h1>
      <SupportCode error={error} />
      <Button onClick={() => location.reload()}>重新连接</Button>
    </div>
  )
}
