# One image for web, worker and beat; docker-compose.yml says which one a container is.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt constraints.txt ./
RUN /opt/venv/bin/pip install -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=mentoring.settings \
    DATA_DIR=/var/lib/viceversa
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin viceversa \
    && install -d -o viceversa -g viceversa /var/lib/viceversa
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/viceversa
COPY . .
USER viceversa
# The key is for this one command: it signs nothing and stays in no layer's environment.
RUN SECRET_KEY=only-to-collect-static-files python manage.py collectstatic --no-input
EXPOSE 8000
# /dev/shm: gunicorn's heartbeat file must not wait for a disk.
CMD ["gunicorn", "mentoring.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
