// aedes-matrix.mjs: aedes with a listener for each way to reach it and to log in
//
// SPDX-License-Identifier: GPL-3.0-or-later

import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import { Aedes } from 'aedes'

const matrix = JSON.parse(readFileSync(process.argv[2]))
const read = (name) => readFileSync(`${matrix.folder}/${name}`)

const identity = { cert: read('broker.pem'), key: read('broker.key') }
const secure = {
  none: identity,
  password: identity,
  certificate: { ...identity, ca: read('ca.pem'), requestCert: true },
  psk: {
    pskCallback: (socket, name) => name === matrix.user ? Buffer.from(matrix.psk, 'hex') : null,
    ciphers: 'PSK'
  }
}

const anyone = await Aedes.createBroker()
const known = await Aedes.createBroker({
  authenticate: (client, user, password, done) =>
    done(null, user === matrix.user && password?.toString() === matrix.password)
})

for (const [cell, place] of Object.entries(matrix.listeners)) {
  const [transport, login] = cell.split('-')
  const { handle } = login === 'password' ? known : anyone
  const server = transport === 'tls' ? createSecureServer(secure[login], handle) : createServer(handle)

  if (transport === 'unix') server.listen(place)
  else server.listen(Number(place), '127.0.0.1')
}
