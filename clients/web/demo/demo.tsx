/** The app over the demo's Parley. Development only: `/demo.html?signedOut`, `?empty`, `?loading`, `?long=100000`, `?cluster=crash`, `?crowd=100000`, `?captions=off`. */
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { App } from '../app/app.tsx'
import { readCaptions } from './captions.ts'
import { readCluster } from './cluster.ts'
import { demoParley } from './demo-parley.ts'
import '../styles.css'

const asked = new URLSearchParams(location.search)
const parley = demoParley({
  signedOut: asked.has('signedOut'),
  empty: asked.has('empty'),
  loading: asked.has('loading'),
  longCount: Number(asked.get('long') ?? 2_000),
  captions: readCaptions(asked.get('captions')),
  cluster: readCluster(asked.get('cluster')),
  pageSize: Number(asked.get('page') ?? 100),
  latencyMs: Number(asked.get('latency') ?? 250),
  crowd: Number(asked.get('crowd') ?? 0),
})
// tests and screenshots cut the network and make others speak through this
Object.assign(window, { parley })

createRoot(document.getElementById('root') as HTMLElement).render(
  <Router hook={useHashLocation}>
    <App parley={parley} />
  </Router>,
)
