#!/usr/bin/env bash
# Runs once, when the volume is empty: a database for each service, and a role for it that owns nothing.
set -euo pipefail

create() {
  local service="$1" password="$2"
  psql --username postgres --set ON_ERROR_STOP=1 --set password="$password" <<SQL
create role svc_$service login password :'password';
create database fotfeste_$service;
revoke all on database fotfeste_$service from public;
grant connect on database fotfeste_$service to svc_$service;
SQL
}

create settlement "$SETTLEMENT_PASSWORD"
create introduction "$INTRODUCTION_PASSWORD"
create payroll "$PAYROLL_PASSWORD"
create guides "$GUIDES_PASSWORD"
