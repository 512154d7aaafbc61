export PATH=/work/train/venv/bin:$PATH PYTHONPATH=${WT:-/work/wt/phrases}; cd $PYTHONPATH; exec nice -n 5 python /tmp/ph/t.py
