{{- define "billwright.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "billwright.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "billwright.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "billwright.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What a selector has; it never changes during the life of a release. */}}
{{- define "billwright.selector" -}}
app.kubernetes.io/name: {{ include "billwright.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "billwright.labels" -}}
{{ include "billwright.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 }}
{{- if .root.Values.oda.enabled }}
oda.tmforum.org/componentName: {{ include "billwright.oda.name" .root }}
{{- end }}
{{- end -}}

{{- define "billwright.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "billwright.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "billwright.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- define "billwright.basePath" -}}
{{- get .Values.settings "BILLWRIGHT_BASE_PATH" | default (printf "%s/tmf-api/customerBillManagement" (include "billwright.oda.prefix" .)) -}}
{{- end -}}

{{- define "billwright.partyRolesBasePath" -}}
{{- get .Values.settings "BILLWRIGHT_PARTY_ROLES_BASE_PATH" | default (printf "%s/tmf-api/partyRoleManagement" (include "billwright.oda.prefix" .)) -}}
{{- end -}}

{{/* The settings of every process, as the data of a ConfigMap. A value of settings replaces one of these. */}}
{{- define "billwright.settings" -}}
{{- $own := dict
    "BILLWRIGHT_DATABASE_URL" .Values.database.url
    "BILLWRIGHT_DATABASE_USERNAME" .Values.database.username
    "BILLWRIGHT_DATABASE_POOL_SIZE" (toString .Values.database.poolSize)
    "BILLWRIGHT_BASE_PATH" (include "billwright.basePath" .)
    "BILLWRIGHT_PARTY_ROLES_BASE_PATH" (include "billwright.partyRolesBasePath" .)
    "BILLWRIGHT_DRAIN_TIME" .Values.drainTime
    "BILLWRIGHT_IMPORTS_FOLDER" "/var/lib/billwright/imports"
-}}
{{- range $name, $value := merge (deepCopy .Values.settings) $own }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{/* Lines of a properties file. */}}
{{- define "billwright.secretFile" -}}
{{- range $name, $value := .Values.secrets.values }}
{{ $name }}={{ regexReplaceAll "^ " ($value | toString | replace "\\" "\\\\") "\\ " }}
{{- end }}
{{- end -}}

{{- define "billwright.hasSecretFile" -}}
{{- if or .Values.secrets.existingSecret .Values.secrets.values }}true{{ end -}}
{{- end -}}

{{- define "billwright.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "billwright.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* The environment of a container: .root, .config and .secret are names, .own are settings of this kind of process alone. */}}
{{- define "billwright.environment" -}}
envFrom:
  - configMapRef:
      name: {{ .config }}
env:
  {{- range $name, $value := .own }}
  - name: {{ $name }}
    value: {{ $value | toString | quote }}
  {{- end }}
  {{- if include "billwright.hasSecretFile" .root }}
  - name: SMALLRYE_CONFIG_LOCATIONS
    value: /etc/billwright/secrets/billwright.properties
  {{- end }}
  {{- range .root.Values.secrets.environment }}
  - name: {{ .name }}
    valueFrom:
      secretKeyRef:
        name: {{ .secret }}
        key: {{ .key }}
  {{- end }}
{{- end -}}

{{- define "billwright.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if include "billwright.hasSecretFile" . }}
- name: secrets
  mountPath: /etc/billwright/secrets
  readOnly: true
{{- end }}
{{- if .Values.files }}
- name: files
  mountPath: /etc/billwright/files
  readOnly: true
{{- end }}
{{- end -}}

{{- define "billwright.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 1Gi
{{- if include "billwright.hasSecretFile" .root }}
- name: secrets
  secret:
    secretName: {{ .root.Values.secrets.existingSecret | default .secret }}
    defaultMode: 0440
    items:
      - key: {{ ternary .root.Values.secrets.key "billwright.properties" (ne .root.Values.secrets.existingSecret "") }}
        path: billwright.properties
{{- end }}
{{- if .root.Values.files }}
- name: files
  configMap:
    name: {{ .files }}
{{- end }}
{{- end -}}

{{/* A deployment of the server's program: .root, .component, .values, .own. */}}
{{- define "billwright.deployment" -}}
{{- $root := .root -}}
{{- $name := include "billwright.fullname" $root -}}
{{- $own := merge (deepCopy .values.settings) .own (dict "JDK_JAVA_OPTIONS" .values.javaOptions) -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}-{{ .component }}
  labels:
    {{- include "billwright.labels" . | nindent 4 }}
spec:
  {{- if not .values.autoscaling.enabled }}
  replicas: {{ .values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      {{- include "billwright.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "billwright.labels" . | nindent 8 }}
        {{- with .values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/settings: {{ include "billwright.settings" $root | sha256sum }}
        checksum/secrets: {{ include "billwright.secretFile" $root | sha256sum }}
        checksum/files: {{ toJson $root.Values.files | sha256sum }}
        {{- with .values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "billwright.serviceAccount" $root }}
      automountServiceAccountToken: false
      # variables such as BILLWRIGHT_PORT would be read as settings
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ $root.Values.terminationGracePeriodSeconds }}
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- include "billwright.podSecurity" $root | nindent 8 }}
      containers:
        - name: billwright
          image: {{ include "billwright.image" $root | quote }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          {{- with $root.Values.image.command }}
          command:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          args: [serve]
          ports:
            - name: http
              containerPort: 8080
              protocol: TCP
          {{- include "billwright.environment" (dict "root" $root "config" $name "own" $own) | nindent 10 }}
          startupProbe:
            httpGet: {path: /q/health/live, port: http}
            periodSeconds: 2
            failureThreshold: 150
          livenessProbe:
            httpGet: {path: /q/health/live, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: {path: /q/health/ready, port: http}
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 2
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          securityContext:
            {{- include "billwright.containerSecurity" $root | nindent 12 }}
          volumeMounts:
            {{- include "billwright.mounts" $root | nindent 12 }}
            - name: imports
              mountPath: /var/lib/billwright/imports
      volumes:
        {{- include "billwright.volumes" (dict "root" $root "secret" $name "files" (printf "%s-files" $name)) | nindent 8 }}
        - name: imports
          {{- if $root.Values.imports.existingClaim }}
          persistentVolumeClaim:
            claimName: {{ $root.Values.imports.existingClaim }}
          {{- else }}
          emptyDir:
            sizeLimit: {{ $root.Values.imports.size }}
          {{- end }}
      topologySpreadConstraints:
        {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
        - maxSkew: 1
          topologyKey: {{ $key }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "billwright.selector" $ | nindent 14 }}
        {{- end }}
      {{- with .values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .values.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end -}}

{{- define "billwright.autoscaler" -}}
{{- $name := printf "%s-%s" (include "billwright.fullname" .root) .component -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $name }}
  labels:
    {{- include "billwright.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ $name }}
  minReplicas: {{ .values.autoscaling.minReplicas }}
  maxReplicas: {{ .values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .values.autoscaling.cpuPercent }}
  behavior:
    scaleDown:
      # a process that stops finishes its work first
      stabilizationWindowSeconds: 300
      policies:
        - {type: Pods, value: 1, periodSeconds: 60}
{{- end -}}

{{- define "billwright.disruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "billwright.fullname" .root }}-{{ .component }}
  labels:
    {{- include "billwright.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ .values.disruptionBudget.maxUnavailable }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "billwright.selector" . | nindent 6 }}
{{- end -}}

{{- define "billwright.oda.facts" -}}
{{- $facts := get (.Files.Get "files/oda.yaml" | fromYaml) .Values.oda.component -}}
{{- toYaml $facts -}}
{{- end -}}

{{/* The name of the ODA component in the cluster; the canvas keeps it in labels and names of its own. */}}
{{- define "billwright.oda.name" -}}
{{- $facts := include "billwright.oda.facts" . | fromYaml -}}
{{- printf "%s-%s" .Release.Name (lower $facts.name) | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{/* Components share the host of the canvas's gateway, so the paths of each begin with its name. */}}
{{- define "billwright.oda.prefix" -}}
{{- if .Values.oda.enabled -}}/{{ include "billwright.oda.name" . }}{{- end -}}
{{- end -}}
