import t from 'tap'
import { startWalk } from './walk.ts'
import { showCommonStatuses } from './walk-statuses.ts'
import { showTenantWall } from './walk-tenants.ts'

const walk = await startWalk(t, 'settlement')

t.test('what every operation answers', (t) => showCommonStatuses(t, walk))
t.test('the tenant wall', (t) => showTenantWall(t, walk))
